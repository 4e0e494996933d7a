import { plausible } from '../../src/credentials/checks/plausible.ts';
import { ALNUM, BASE64URL, exampleBytes, exampleText, HEX } from '../../src/credentials/examples.ts';
import type { CredentialFormat } from '../../src/credentials/format.ts';
import { assigned, base64, hex } from '../../src/credentials/shapes.ts';

const likely = { severity: 'high', confidence: 'likely' } as const;
const salt = (): string => exampleText(`${ALNUM}!@#%^&*()-_`, 64);

/** Secrets of frameworks, which stand in one well-known file or setting each. */
export const formats: readonly CredentialFormat[] = [
  assigned({
    id: 'rails-secrets',
    vendor: 'Rails',
    title: 'secret key base',
    names: ['secret_key_base'],
    alphabet: hex,
    length: 128,
    make: () => exampleText(HEX, 128),
  }),
  assigned({
    id: 'laravel-key',
    vendor: 'Laravel',
    title: 'application key',
    names: ['app_key', 'app_previous_keys'],
    prefix: 'base64:',
    alphabet: base64,
    length: 43,
    suffix: '=',
    make: () => `base64:${exampleBytes(32).toString('base64')}`,
  }),
  {
    ...likely,
    id: 'wordpress-config',
    vendor: 'WordPress',
    title: 'password, key or salt in wp-config.php',
    keywords: ['DB_PASSWORD', 'AUTH_KEY', 'AUTH_SALT', 'LOGGED_IN_', 'NONCE_KEY', 'NONCE_SALT'],
    pattern:
      /define\(\s{0,4}["'](?:DB_PASSWORD|(?:(?:SECURE_)?AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT))["']\s{0,4},\s{0,4}["'](?<secret>[^"'\n]{4,128})["']/,
    reach: { before: 16, after: 200 },
    check: plausible,
    onInvalid: 'drop',
    examples: {
      match: () => [
        `define( 'DB_PASSWORD', '${exampleText(ALNUM, 16)}' );`,
        `define('AUTH_KEY', '${salt()}');`,
      ],
      miss: () => [
        "define( 'AUTH_KEY', 'put your unique phrase here' );",
        "define( 'DB_PASSWORD', getenv('DB_PASSWORD') );",
        "define( 'DB_PASSWORD', 'password_here' );",
      ],
    },
  },
  {
    ...likely,
    id: 'jwk-private',
    vendor: 'generic',
    title: 'private or symmetric JSON Web Key',
    keywords: ['"kty"'],
    pattern:
      /\{(?=[^{}]{0,4000}"kty"\s{0,4}:\s{0,4}"(?:RSA|EC|OKP|oct)")[^{}]{0,4000}?"[dk]"\s{0,4}:\s{0,4}"(?<secret>[\w-]{20,800})"/,
    reach: { before: 4000, after: 4000 },
    examples: {
      match: () => [
        `{"kty":"EC","crv":"P-256","d":"${exampleText(BASE64URL, 43)}","x":"a","y":"b"}`,
        `{ "k": "${exampleText(BASE64URL, 43)}", "kty": "oct" }`,
      ],
      miss: () => [`{"kty":"EC","crv":"P-256","x":"${exampleText(BASE64URL, 43)}"}`, '{"kty":"RSA","d":"…"}'],
    },
  },
];

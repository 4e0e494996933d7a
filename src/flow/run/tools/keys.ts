import type { StoringTool } from './storing-tool.ts';

/** Makers and takers of keys and passwords. */
export const KEY_TOOLS: readonly StoringTool[] = [
  {
    tool: 'gpg|gpg2',
    file: '~/.gnupg/private-keys-v1.d/imported.key',
    instead: [['--homedir', '{}/private-keys-v1.d/imported.key']],
    only: /^--(?:fast-)?import$/,
    input: true,
  },
  {
    tool: 'ansible-vault',
    words: 'decrypt',
    file: '{last}',
    instead: [['--output', '{}']],
    makes: 'decrypted file',
  },
  {
    tool: 'sops',
    file: '{last}',
    only: /^(?:-i|--in-place)$/,
    makes: 'decrypted file',
    not: /^(?:-e|--encrypt|encrypt)$/,
  },
  { tool: 'chpasswd', file: '/etc/shadow', hashes: true, input: true },
  { tool: 'passwd', file: '/etc/shadow', hashes: true, input: true, only: /^--stdin$/ },
  { tool: 'useradd|usermod|adduser', file: '/etc/shadow', hashes: true, only: /^(?:-p|--password)/ },
  { tool: 'htpasswd', file: '{1}', only: /^-[a-zA-Z]*[bi]/, not: /^-[a-zA-Z]*n/, input: true },
  {
    tool: 'ssh-keygen',
    file: '~/.ssh/id_rsa',
    instead: [['-f', '{}']],
    makes: 'private key by ssh-keygen',
    not: /^-[ABDFHIKLMQRYceiklpruy]$/,
  },
  {
    tool: 'ssh-keygen',
    file: '/etc/ssh/ssh_host_rsa_key',
    only: /^-A$/,
    makes: 'host key by ssh-keygen',
  },
  {
    tool: 'openssl',
    words: 'genrsa|genpkey|gendsa|ecparam',
    file: '/dev/stdout',
    instead: [['-out', '{}']],
    makes: 'private key by openssl',
    not: /^-(?:genparam|name|text)$/,
  },
  {
    tool: 'openssl',
    words: 'req',
    file: 'privkey.pem',
    instead: [['-keyout', '{}']],
    only: /^-(?:nodes|noenc)$/,
    makes: 'private key by openssl',
  },
  {
    tool: 'keytool',
    words: '',
    file: '~/.keystore',
    instead: [['-keystore', '{}']],
    only: /^-gen(?:key|keypair|seckey)$/,
    makes: 'private key by keytool',
  },
];

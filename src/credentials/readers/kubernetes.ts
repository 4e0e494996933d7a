import { plausibleSecretValue } from '../placeholder.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Setting } from './setting.ts';
import { yaml } from './yaml.ts';

const SECRET = /^kind:[ \t]*["']?Secret["']?[ \t]*\r?$/m;
const BASE64 = /^[0-9A-Za-z+/\s]+={0,2}$/;
const DOCUMENT = /^---.*$/m;

/** The values of Secret manifests in a text; `data` is told where its base64 stands. Encrypted kinds have other names. */
export function kubernetesSecrets(text: string, names: Vocabulary): (Setting & { named: boolean })[] {
  if (!SECRET.test(text)) return [];
  let from = 0;
  return text.split(DOCUMENT).flatMap((document) => {
    const at = text.indexOf(document, from);
    from = at + document.length;
    if (!SECRET.test(document)) return [];
    return yaml(document).flatMap((setting) => {
      const [part, name = ''] = setting.keys;
      const value =
        part === 'stringData' ? setting.value : part === 'data' ? decoded(setting.value) : undefined;
      if (value === undefined || !plausibleSecretValue(value)) return [];
      const named = names.isSecret(name);
      return [{ ...setting, start: at + setting.start, end: at + setting.end, named }];
    });
  });
}

function decoded(value: string): string | undefined {
  return BASE64.test(value) ? Buffer.from(value, 'base64').toString('utf8') : undefined;
}

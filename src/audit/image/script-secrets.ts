import type { NamedSecret } from '../../credentials/named.ts';
import { isVendored } from '../../credentials/vendored.ts';
import type { Vocabulary } from '../../credentials/vocabulary.ts';
import { MappedText } from '../../dockerfile/mapped-text.ts';
import { scriptLiterals } from '../../flow/script-literals.ts';
import { parseShell } from '../../shell/parse.ts';

const BY_NAME =
  /\.(?:sh|bash|zsh|ksh|ash)$|\/\.(?:bash|zsh|ash|sh)_history$|\/\.(?:bash|zsh)?(?:rc|_?profile|_login|env)$|^\/etc\/(?:profile|cron)/;
const BARE_NAME = /\/[^./]+$/;
/** Where the system keeps its own programs. */
const SYSTEM = /(?:^|!)\/(?:usr\/)?s?bin\//;
/** What nobody wrote by hand is read for names and values alone. */
const MOST_SCRIPT = 256 * 1024;
const SHEBANG = /^#!\s*(?:\/usr)?\/bin\/(?:env\s+)?(?:ba|da|a|z|k)?sh\b/;

/** True for a file that could be a script for a shell, as far as its path tells. */
export function mayBeScript(path: string): boolean {
  if (isVendored(path) || SYSTEM.test(path)) return false;
  return BY_NAME.test(path) || BARE_NAME.test(path);
}

/** The secrets that a shell script gives to variables and programs, as in a RUN of a Dockerfile. */
export function scriptSecrets(path: string, text: string, names: Vocabulary): NamedSecret[] {
  const isScript = mayBeScript(path) && (BY_NAME.test(path) || SHEBANG.test(text));
  return isScript && text.length <= MOST_SCRIPT ? commandSecrets(text, names) : [];
}

/** The same of one command or script. */
export function commandSecrets(text: string, names: Vocabulary): NamedSecret[] {
  const run = { text: MappedText.of(text, 0), script: parseShell(text), isPosix: true };
  return scriptLiterals(run, names).map(({ name = 'password', span: { start, end }, confidence }) => {
    return { name, start, end, confidence, reason: 'secret-name' };
  });
}

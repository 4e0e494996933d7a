import { commandName, type ShellWord } from './script.ts';
import { GLUED, readsScript, scriptWords } from './wrappers.ts';

/** Options of ssh that take the next word as their value (ssh(1) of OpenSSH 9). */
const SSH_VALUED = /^-[a-zA-Z]*[BbcDEeFIiJLlmOoPpQRSWw]$/;
const CONTAINERS = /^(?:kubectl|oc|docker|podman|nerdctl|finch|docker-compose|podman-compose|lxc)$/;

/**
 * The words of a command that are a script for a shell on another machine or in a container: `ssh host WORD…`, `vagrant ssh
 * -c WORD`, `kubectl exec POD -- sh -c WORD`. Of `--command=WORD` all of it. Empty where such a shell reads its standard
 * input, undefined for all other commands.
 */
export function farWords(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const name = commandName(words);
  if (name === 'sshpass') {
    const at = words.findIndex((_, index) => commandName(words.slice(index)) === 'ssh');
    return at === -1 ? undefined : farWords(words.slice(at));
  }
  if (name === 'ssh' || name === 'autossh') return behindHost(words);
  if (name === 'vagrant' && words[1]?.template === 'ssh') return optionOf(words, /^(?:-c|--command)$/);
  if (name === 'gcloud' && words.slice(1, 5).some(({ template }) => template === 'ssh'))
    return optionOf(words, /^--command$/);
  return CONTAINERS.test(name) ? inContainer(words) : undefined;
}

function behindHost(words: readonly ShellWord[]): readonly ShellWord[] {
  return behindOptions(words, 1).slice(1);
}

function behindOptions(words: readonly ShellWord[], from: number): readonly ShellWord[] {
  let at = from;
  for (; /^-./.test(words[at]?.template ?? ''); at += 1)
    if (SSH_VALUED.test(words[at]?.template ?? '')) at += 1;
  return words.slice(at);
}

/** `--command WORD`, `--command=WORD`, or what stands behind `--`: options of ssh and a script. */
function optionOf(words: readonly ShellWord[], option: RegExp): readonly ShellWord[] {
  const dashes = words.findIndex(({ template }) => template === '--');
  const own = dashes === -1 ? words : words.slice(0, dashes);
  const glued = own.find(({ template }) => template.startsWith(GLUED));
  if (glued !== undefined) return [glued];
  const at = own.findIndex(({ template }) => option.test(template));
  if (at !== -1) return own.slice(at + 1, at + 2);
  return dashes === -1 ? [] : behindOptions(words, dashes + 1);
}

/** `docker exec NAME sh -c WORD`, `docker compose run NAME sh -c WORD`. */
function inContainer(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const runs = words.findIndex(({ template }) => /^(?:exec|run)$/.test(template));
  if (runs === -1) return undefined;
  for (let at = runs + 1; at < words.length; at += 1) {
    const script = scriptWords(words.slice(at));
    if (script.length > 0) return script;
    if (readsScript(words.slice(at))) return [];
  }
  return undefined;
}

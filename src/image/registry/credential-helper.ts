import { execFile } from 'node:child_process';
import { record, text } from '../json.ts';
import type { Credential } from './auth-entry.ts';

const LONGEST = 30_000;
const LARGEST_ANSWER = 2 ** 20;

/**
 * Asks the program `docker-credential-NAME` for a server's credential (docker/docker-credential-helpers); nothing where
 * it has none. Throws an Error that says why it could not be asked; what the program printed is never part of it.
 * Throws the reason of an aborted signal, and ends the program.
 */
export async function askHelper(
  name: string,
  server: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Credential | undefined> {
  if (!/^[A-Za-z0-9._-]+$/.test(name)) throw new Error('a credential helper has an impossible name');
  const program = `docker-credential-${name}`;
  const { error, output } = await ask(program, server, env, signal);
  signal?.throwIfAborted();
  if (error && /credentials not found/i.test(output)) return undefined;
  if (error) throw new Error(`${program} ${whyFailed(error)}`);
  const answer = parsed(output);
  const [username, secret] = [text(answer?.Username), text(answer?.Secret)];
  if (answer === undefined) throw new Error(`${program} gave no JSON object`);
  if (secret === undefined) return undefined;
  // The helpers' word for an identity token (docker/cli, native_store.go).
  if (username === '<token>') return { identityToken: secret };
  return { username: username ?? '', password: secret };
}

type Failure = Error & { code?: unknown; killed?: boolean };

function ask(
  program: string,
  server: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<{ error?: Failure; output: string }> {
  const options = {
    env,
    timeout: LONGEST,
    killSignal: 'SIGKILL',
    maxBuffer: LARGEST_ANSWER,
    signal,
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, ['get'], options, (error, stdout, stderr) =>
      resolve(error ? { error, output: `${stdout}\n${stderr}` } : { output: stdout }),
    );
    // It may end before it has read its input.
    child.stdin?.on('error', () => {});
    child.stdin?.end(server);
  });
}

function whyFailed({ code, killed }: Failure): string {
  if (code === 'ENOENT') return 'is not on the PATH; install it, or log in without it';
  if (code === 'EACCES') return 'may not be run';
  if (killed) return `was ended: no answer in ${LONGEST / 1000} seconds, or too much of one`;
  return `failed${typeof code === 'number' ? ` with exit code ${code}` : ''}; run it by hand to see why`;
}

function parsed(output: string) {
  try {
    return record(JSON.parse(output));
  } catch {
    return undefined;
  }
}

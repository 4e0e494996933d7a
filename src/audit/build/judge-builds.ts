import type { BuildPath, GivenArgument } from '../../build/build-path.ts';
import { changeIn, type FindCredentials, type LiteralFound, secretIn } from '../../build/judge.ts';
import { CONFIDENCES } from '../../config/levels.ts';
import { describeFormat } from '../../credentials/format.ts';
import type { CredentialScanner } from '../../credentials/scanner.ts';
import type { PassedArgument, PassedArguments } from '../rotating-values.ts';
import type { JudgedArgument, JudgedBuild } from '../rule.ts';

/** Which of the values that a build hands over are secrets, and which change. */
export function judgeBuild(path: BuildPath, scanner: CredentialScanner): JudgedBuild {
  const find = findCredentials(scanner);
  const judged = (given: GivenArgument): JudgedArgument => {
    const secret = secretIn(given.name, given.value, find);
    const mayBeSecret = !/^(?:neutral|look-alike)$/.test(scanner.names.judge(given.name).kind);
    const changes = path.noCache === true ? undefined : changeIn(given.value);
    return { ...given, mayBeSecret, ...(secret && { secret }), ...(changes !== undefined && { changes }) };
  };
  return { path, args: lastOfEach(path.args).map(judged), labels: path.labels.map(judged) };
}

/** What a scanner finds, as `build/judge.ts` wants it told. */
export function findCredentials(scanner: CredentialScanner): FindCredentials {
  return {
    names: scanner.names,
    inText: (text) =>
      scanner.scanText(text).map(
        ({ secret, format, confidence }): LiteralFound => ({
          secret,
          confidence,
          what: format === undefined ? 'literal value' : describeFormat(format),
          ...(format !== undefined && { kind: format.id }),
        }),
      ),
  };
}

/** The last value of a name wins. */
function lastOfEach(args: readonly GivenArgument[]): GivenArgument[] {
  return [...new Map(args.map((one) => [one.name, one])).values()];
}

/** What all builds of a Dockerfile hand over, by build argument: the surest secret, the first change. */
export function passedArguments(builds: readonly JudgedBuild[]): PassedArguments {
  const passed = new Map<string, PassedArgument>();
  for (const { args } of builds)
    for (const { name, value, secret, changes, at } of args) {
      const before = passed.get(name) ?? {};
      const [only] = value;
      const isOwnName = only?.kind === 'variable' && only.name === name && value.length === 1;
      const isSurer =
        secret !== undefined &&
        !isOwnName &&
        (before.secret === undefined ||
          CONFIDENCES.indexOf(secret.confidence) < CONFIDENCES.indexOf(before.secret.confidence));
      passed.set(name, {
        ...before,
        ...(isSurer && { secret: { detail: secret.detail, confidence: secret.confidence, at } }),
        ...(changes !== undefined && before.changes === undefined && { changes: { what: changes, at } }),
      });
    }
  return passed;
}

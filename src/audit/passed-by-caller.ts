import { secretIn } from '../build/judge.ts';
import { text } from '../build/value.ts';
import type { CredentialScanner } from '../credentials/scanner.ts';
import { SourceText } from '../dockerfile/source-text.ts';
import { findCredentials } from './build/judge-builds.ts';
import type { PassedArgument, PassedArguments } from './rotating-values.ts';

/** What a program is about to hand over for build arguments. Values are looked at, and kept nowhere. */
export function passedByCaller(
  given: Readonly<Record<string, string>>,
  scanner: CredentialScanner,
): PassedArguments {
  const source = new SourceText('<build arguments>', Object.keys(given).join('\n'));
  const find = findCredentials(scanner);
  return new Map(
    Object.entries(given).map(([name, value], index): [string, PassedArgument] => {
      const secret = secretIn(name, text(value), find);
      if (secret === undefined) return [name, {}];
      const { detail, confidence } = secret;
      return [name, { secret: { detail, confidence, at: { source, ...source.lineSpan(index + 1) } } }];
    }),
  );
}

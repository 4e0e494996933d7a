import { describe, expect, test } from 'vitest';
import { auditDockerfile } from '../../src/audit/audit-dockerfile.ts';
import { createEngine } from '../../src/audit/engine.ts';
import { DEFAULT_GATE, isShown } from '../../src/audit/gate.ts';
import { namesIn } from '../support/names.ts';

const engine = createEngine();
/** Names that the builder takes for ARG and ENV; some tools' names hold slashes and colons. */
const plain = (name: string) => /^[\w.]+$/.test(name);

function shown(text: string): string[] {
  const { findings } = auditDockerfile('Dockerfile', `FROM alpine:3.20\n${text}\nRUN true\n`, engine);
  return findings.filter(({ confidence }) => isShown(confidence, DEFAULT_GATE)).map(({ rule }) => rule);
}

describe('at the default settings', () => {
  test.each(namesIn('harmless').filter(plain))('%s is no secret, whatever way it is set', (name) => {
    expect(shown(`ARG ${name}`)).toEqual([]);
    expect(shown(`ARG ${name}=some-value-7f3a`)).toEqual([]);
    expect(shown(`ENV ${name}=some-value-7f3a`)).toEqual([]);
    expect(shown(`ARG ${name}\nENV ${name}=$${name}`)).toEqual([]);
  });

  test.each(namesIn('address').filter(plain))(
    '%s is an address, and a secret only with one inside',
    (name) => {
      expect(shown(`ARG ${name}\nENV ${name}=https://files.example.com/x`)).toEqual([]);
      expect(shown(`ENV ${name}=https://me:vK8-quiet-Harbour-51@files.example.com/x`)).toContain(
        'credential-in-url',
      );
    },
  );

  test.each(namesIn('index-url').filter(plain))('%s waits for a value with a credential', (name) => {
    expect(shown(`ARG ${name}\nENV ${name}=$${name}`)).toEqual(['secret-in-arg', 'secret-arg-in-env']);
    expect(shown(`ARG ${name}=https://mirror.example.com/simple\nENV ${name}=$${name}`)).toEqual([]);
  });

  test.each(namesIn('secret').filter(plain))(
    '%s is no secret while it is a placeholder, a reference or nothing',
    (name) => {
      for (const value of ['', 'changeme', '${UNKNOWN}', '<your-token>', 'xxxxxxxx']) {
        expect(shown(`ENV ${name}="${value}"`)).toEqual([]);
      }
    },
  );
});

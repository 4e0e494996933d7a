import type { Reader, Setting } from './setting.ts';

/** A reader of lines: what the group `secret` takes, under the name that the group `name` takes. */
function linesOf(pattern: RegExp): Reader {
  return (text) =>
    Array.from(text.matchAll(pattern)).flatMap((match): Setting[] => {
      const { name = '', secret = '' } = match.groups ?? {};
      const start = match.index + match[0].lastIndexOf(secret);
      return [{ keys: [name], value: secret, start, end: start + secret.length }];
    });
}

const FIELD = String.raw`(?:[^:\\\r\n]|\\.)+`;
/** `host:port:database:user:password`. Source: PostgreSQL's documentation of the password file. */
export const pgpass = linesOf(
  new RegExp(`^(?!#)${FIELD}:${FIELD}:${FIELD}:(?<name>${FIELD}):(?<secret>[^\\r\\n]+)`, 'gm'),
);

/** `user:hash`, in the forms that htpasswd makes. */
export const htpasswd = linesOf(
  /^(?<name>[^:\s#]{1,255}):(?<secret>\$(?:apr1|2[abxy]|5|6|y)\$[^\s:]{8,200}|\{SHA\}[\w+/=]{28}|[./0-9A-Za-z]{13})\s*$/gm,
);

/** Accounts with a password. Source: crypt(5), shadow(5). */
export const shadow = linesOf(
  /^(?<name>[A-Za-z_][\w.-]{0,63}\$?):(?<secret>\$[0-9a-z]{1,4}\$[^:\s]{8,300}):/gm,
);

/** A file that is nothing but the secret. */
export const whole: Reader = (text) => {
  const value = text.trim();
  if (value === '' || /[\r\n\0\ufffd]/.test(value) || value.length > 4096) return [];
  const start = text.indexOf(value);
  return [{ keys: ['content'], value, start, end: start + value.length }];
};

import type { CacheStep } from './cache-step.ts';

/** How a shell, or a program of another language, asks for a variable by its name. */
function referenceTo(names: string): RegExp {
  const quoted = `\\\\?["'\`](?:${names})\\\\?["'\`]`;
  return new RegExp(
    [
      `\\$\\{?[!#]?(?:${names})\\b`,
      `%(?:${names})%`,
      `\\benv[:.](?:${names})\\b`,
      `\\bprintenv\\b[^;&|\\n]*?\\s(?:${names})\\b`,
      `\\benv\\b[^;&\\n]*?\\|[^;&\\n]*?\\b(?:${names})\\b`,
      `(?:environ|env|ENV|Environment\\w*)\\b[^;\\n]{0,20}?(?:${quoted}|\\{(?:${names})\\})`,
      `getenv\\w*[^;\\n]{0,20}?${quoted}`,
      `(?:LookupEnv|Getenv|option_env!|env!)\\s*\\(\\s*${quoted}`,
      `-v\\s+(?:${names})\\b`,
    ].join('|'),
  );
}

/** True for a step whose text refers to a variable that carries a rotating value. */
export function namesCarrier({ instruction: { args, heredocs }, carriers }: CacheStep): boolean {
  const names = [...carriers].filter((name) => /^\w+$/.test(name)).join('|');
  if (names === '') return false;
  const reference = referenceTo(names);
  return [args.text, ...heredocs.map(({ body }) => body.text)].some((text) => reference.test(text));
}

import { parseWord } from '../dockerfile/word-parts.ts';
import { splitWords } from '../dockerfile/words.ts';
import type { Use } from '../flow/declaration.ts';
import type { Plan } from './plan.ts';
import { whereIs } from './rewrite.ts';

const GIT =
  /\.git(?:[#?].*)?$|^git:\/\/|^https?:\/\/(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\/[^/]+\/[^/]+\/?(?:#.*)?$/;
/** The first of BuildKit's frontends, docker/dockerfile:1.17, that hands HTTP_AUTH_* on. */
const HTTP_FRONTEND = 17;

/**
 * Takes the secret out of the addresses of ADD: the builder finds what it needs for a host by itself, in secrets
 * called after it. Gives the reason where that cannot be.
 */
export function mendAdds(plan: Plan): string | undefined {
  for (const use of plan.secret.carriers.flatMap(({ uses }) => uses)) {
    if (!use.byBuilder || use.instruction.keyword !== 'ADD') continue;
    const problem = mendAdd(use, plan);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function mendAdd({ instruction, span }: Use, plan: Plan): string | undefined {
  const { draft, facts, secret, needs } = plan;
  const where = whereIs(facts, [instruction]);
  const words = splitWords(instruction.args, facts.file.escape);
  const word = words.find((one) => one.span().start <= span.start && span.end <= one.span().end);
  const [, scheme = '', userinfo = '', host = ''] =
    /^(https?:\/\/)([^/@]*@)([^/:?#]+(?::\d+)?)/.exec(word?.text ?? '') ?? [];
  const isUserinfo =
    word !== undefined && userinfo !== '' && span.end <= word.offsetAt(scheme.length + userinfo.length);
  if (!isUserinfo)
    return `ADD on ${where} sends ${secret.name} in the address; fetch it in a RUN with the secret mounted`;
  if (/[$]/.test(host))
    return `the host of ADD on ${where} is a variable, so the builder's secret for it has no name; write the host out, or fetch it in a RUN with the secret mounted`;
  const parts = parseWord(userinfo.slice(0, -1), facts.file.escape);
  const isToken = parts.filter(({ kind }) => kind === 'variable').length === 1;
  if (!isToken) return `ADD on ${where} puts more than one variable before the host; use one token`;
  const isGit = GIT.test(word.text.replace(userinfo, ''));
  draft.replace(word.span(scheme.length, scheme.length + userinfo.length), '');
  if (!isGit) draft.needFrontend(HTTP_FRONTEND);
  const id = isGit ? `GIT_AUTH_TOKEN.${host}` : `HTTP_AUTH_TOKEN_${host}`;
  plan.doubts.push(
    isGit
      ? `the builder logs in to ${host} by itself, with the secret ${id}`
      : `the builder sends the secret ${id} as a Bearer token to ${host}; for basic auth give it HTTP_AUTH_HEADER_${host}`,
  );
  const argument = secret.sources[0]?.kind === 'ARG' ? { argument: secret.name } : {};
  if (plan.users.length > 0) needs.push({ kind: 'secret', id: plan.id, ...argument });
  needs.push({ kind: 'secret', id, ...argument });
  return undefined;
}

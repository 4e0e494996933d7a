/** Every instruction of the Dockerfile reference. */
export const KEYWORDS = new Set([
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
]);
/** Those that may be given as a JSON array. */
export const TAKES_EXEC_FORM = new Set([
  'ADD',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'RUN',
  'SHELL',
  'VOLUME',
]);
export const MAY_BE_EMPTY = new Set(['CMD', 'ENTRYPOINT', 'RUN']);
/** Refused behind ONBUILD. */
export const NOT_A_TRIGGER = new Set(['ONBUILD', 'FROM', 'MAINTAINER']);

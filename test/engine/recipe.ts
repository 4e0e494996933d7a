import { randomBytes } from 'node:crypto';

/** Made anew in each run: no token stands in a file. */
export function randomToken(): string {
  return `tok_${randomBytes(20).toString('hex')}`;
}

/** busybox is /bin/sh: buildah runs that whatever SHELL says. */
export const DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
COPY busybox /bin/sh
ARG TOKEN
ARG OTHER="some words"
ENV X=$TOKEN
LABEL org.example.team=audit
RUN echo "$TOKEN" > /secret && /bin/busybox mkdir -p /data/deep && /bin/busybox ln -s /secret /data/link
RUN /bin/busybox rm /secret && /bin/busybox rm -r /data/deep
CMD ["/bin/busybox", "sh"]
`;

import fc from 'fast-check';

/** What a builder knows of Dockerfiles. */
export interface Dialect {
  mounts: boolean;
  onbuild: boolean;
}

/** The rotating build argument. Its values are numbers, which are right as a user, a folder and a word. */
export const ROTATING = 'T';

/** Instructions that declare: in every order, with aliases, shadows and modifiers. */
const declaration = fc.constantFrom(
  'ARG T',
  'ARG T=7',
  'ARG U=$T',
  'ARG U=u',
  'ARG U',
  'ARG G',
  'ARG V=v-${U}',
  'ENV T=9',
  'ENV T=$T',
  'ENV U=$T',
  'ENV V=c W=$T',
  'ENV V=${U:-d}',
  'ENV V=${Q:-$T}',
  'ENV W=${T:-e}',
  'ENV W=${T:+f}',
  'ENV U=1 V=$U',
);

const metadata = fc.constantFrom(
  'LABEL l=$T',
  'LABEL k=v',
  'CMD ["a"]',
  'EXPOSE 80',
  'USER 0',
  'USER $T',
  'STOPSIGNAL 9',
);

const step = fc.constantFrom(
  'RUN true',
  'RUN echo one',
  'RUN echo $T > /tmp/t || true',
  'RUN ["/bin/busybox", "true"]',
  'COPY file /in/file',
  'COPY file /in/$T',
  'COPY file here',
  'COPY --chown=$T file /in/owned',
  'ADD folder /in/folder',
  'WORKDIR /deep',
  'WORKDIR /deep/$T',
  'WORKDIR deeper',
);

const mounted = fc.constantFrom(
  'RUN --mount=type=secret,id=one true',
  'RUN --mount=type=secret,id=one-$T true',
  'RUN --mount=type=secret,id=one,target=/run/$T true',
  'RUN --mount=type=cache,target=/cache true',
  'RUN --mount=type=cache,target=/cache/$T true',
  'RUN --mount=type=tmpfs,target=/fast true',
  'RUN --mount=type=bind,source=file,target=/file cat /file',
  'RUN --mount=type=bind,from=FROM_STAGE,source=/tmp,target=/other ls /other',
);

const fromStage = fc.constantFrom(
  'COPY --from=FROM_STAGE /tmp/ /taken/',
  'COPY --from=FROM_STAGE /etc /etc-$T',
);
const triggers = fc.constantFrom('ONBUILD ARG T', 'ONBUILD RUN true', 'ONBUILD ENV W=$T');

function body({ mounts, onbuild }: Dialect, isFirst: boolean): fc.Arbitrary<string[]> {
  const kinds = [
    { weight: 6, arbitrary: declaration },
    { weight: 7, arbitrary: step },
    { weight: 2, arbitrary: metadata },
    ...(mounts ? [{ weight: 2, arbitrary: mounted }] : []),
    ...(isFirst ? [] : [{ weight: 3, arbitrary: fromStage }]),
    ...(onbuild ? [{ weight: 1, arbitrary: triggers }] : []),
  ];
  return fc.array(fc.oneof(...kinds), { minLength: 2, maxLength: 7 });
}

interface DrawnStage {
  lines: string[];
  onStage: boolean;
  pick: number;
}

/** A Dockerfile with one to three stages; the last one is built. */
export function arbitraryDockerfile(dialect: Dialect): fc.Arbitrary<string> {
  const stage = (index: number): fc.Arbitrary<DrawnStage> =>
    fc.record({ lines: body(dialect, index === 0), onStage: fc.boolean(), pick: fc.nat({ max: 5 }) });
  return fc
    .record({
      globals: fc.subarray(['ARG T', 'ARG G=$T', 'ARG U=global']),
      stages: fc.oneof(
        fc.tuple(stage(0)),
        fc.tuple(stage(0), stage(1)),
        fc.tuple(stage(0), stage(1), stage(2)),
      ),
    })
    .map(({ globals, stages }) => {
      const blocks = (stages as DrawnStage[]).map(({ lines, onStage, pick }, index) => {
        const base = onStage && index > 0 ? `s${pick % index}` : 'base:1';
        const other = index === 0 ? 's0' : `s${(pick + 1) % index}`;
        const usable = lines
          .filter((line) => index > 0 || !line.includes('FROM_STAGE'))
          .map((line) => line.replaceAll('FROM_STAGE', other));
        return [`FROM ${base} AS s${index}`, ...usable].join('\n');
      });
      return `${[...globals, ...blocks].join('\n')}\n`;
    });
}

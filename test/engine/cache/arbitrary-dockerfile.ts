import fc from 'fast-check';

/** What a builder knows of Dockerfiles. */
export interface Dialect {
  mounts: boolean;
  onbuild: boolean;
  /** A FROM names a stage by a build argument. */
  chosenBase: boolean;
  /** What T is called instead, now and then. */
  otherNames: readonly string[];
}

/** Stands for a server of the tests, which has one and the same file under any name. */
export const SERVER = 'files.example.com';

/**
 * The rotating build argument: T, unless the first line says otherwise. Its values are numbers, which are right as a
 * user, a folder and a word.
 */
export function rotatingIn(dockerfile: string): string {
  return /^# rotates: (\w+)/.exec(dockerfile)?.[1] ?? 'T';
}

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
  'ENV P=d/$T/file',
  'ENV P=d/$T',
  'ENV P=folder',
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

/** What is in the names of the files that are taken, and in the folders that they are in. */
const named = fc.constantFrom(
  'COPY d/$T/file /in/of',
  'COPY d/$T /in/whole',
  'COPY d/$T/ /in/whole',
  'COPY d/$T/. /in/whole',
  'COPY d/$T/f* /in/',
  'COPY d/file-$T /in/same',
  'COPY d/file-$T* /in/',
  'COPY ["d/$T/file", "file", "/in/"]',
  'COPY $P /in/held',
  'COPY $P/file /in/held',
  'COPY d/${U:-$T} /in/',
  'ADD d/file-$T /in/same',
  `ADD http://${SERVER}/$T/file /in/`,
  `ADD http://${SERVER}/file-$T /in/fetched`,
  `ADD http://${SERVER}/$T/ /in/fetched`,
  `ADD http://${SERVER}/file?of=$T /in/fetched`,
  `ADD http://${SERVER}/$P /in/fetched`,
);

const mounted = fc.constantFrom(
  'RUN --mount=type=secret,id=one true',
  'RUN --mount=type=secret,id=one-$T true',
  'RUN --mount=type=secret,id=one,target=/run/$T true',
  'RUN --mount=type=cache,target=/cache true',
  'RUN --mount=type=cache,target=/cache/$T true',
  'RUN --mount=type=cache,id=one,target=/cache true',
  'RUN --mount=type=cache,id=one-$T,target=/cache true',
  'RUN --mount=type=bind,source=d/$T,target=/of cat /of/file',
  'RUN --mount=type=bind,source=d,target=/of cat /of/$T/file || true',
  'RUN --mount=type=tmpfs,target=/fast true',
  'RUN --mount=type=bind,source=file,target=/file cat /file',
  'RUN --mount=type=bind,from=FROM_STAGE,source=/tmp,target=/other ls /other',
);

const fromStage = fc.constantFrom(
  'COPY --from=FROM_STAGE /tmp/ /taken/',
  'COPY --from=FROM_STAGE /etc /etc-$T',
  'COPY --from=FROM_STAGE /var/many/$T/file /taken/file',
  'COPY --from=FROM_STAGE /var/many/file-$T /taken/file',
);
const triggers = fc.constantFrom(
  'ONBUILD ARG T',
  'ONBUILD RUN true',
  'ONBUILD ENV W=$T',
  'ONBUILD COPY d/$T/file /in/triggered',
  'ONBUILD COPY --from=BEHIND /tmp/ /taken/',
);

function body({ mounts, onbuild }: Dialect, isFirst: boolean): fc.Arbitrary<string[]> {
  const kinds = [
    { weight: 6, arbitrary: declaration },
    { weight: 7, arbitrary: step },
    { weight: 4, arbitrary: named },
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
  byVariable: boolean;
  pick: number;
}

/** A Dockerfile with one to three stages; the last one is built. */
export function arbitraryDockerfile(dialect: Dialect): fc.Arbitrary<string> {
  const stage = (index: number): fc.Arbitrary<DrawnStage> =>
    fc.record({
      lines: body(dialect, index === 0),
      onStage: fc.boolean(),
      byVariable: dialect.chosenBase ? fc.boolean() : fc.constant(false),
      pick: fc.nat({ max: 5 }),
    });
  return fc
    .record({
      globals: fc.subarray(['ARG T', 'ARG G=$T', 'ARG U=global', 'ARG A=s B=0']),
      stages: fc.oneof(
        fc.tuple(stage(0)),
        fc.tuple(stage(0), stage(1)),
        fc.tuple(stage(0), stage(1), stage(2)),
      ),
      name: fc.oneof({ weight: 5, arbitrary: fc.constant('T') }, fc.constantFrom(...dialect.otherNames)),
    })
    .map(({ globals, stages, name }) => {
      const blocks = (stages as DrawnStage[]).map((drawn, index) => stageText(drawn, index, globals));
      const text = `${[...globals, ...blocks].join('\n')}\n`;
      return name === 'T' ? text : `# rotates: ${name}\n${text.replace(/\bT\b/g, name)}`;
    });
}

function stageText(
  { lines, onStage, byVariable, pick }: DrawnStage,
  index: number,
  globals: string[],
): string {
  const name = `s${pick % Math.max(1, index)}`;
  const isChosen = byVariable && name === 's0' && globals.includes('ARG A=s B=0');
  const base = onStage && index > 0 ? (isChosen ? '${A}$B' : name) : 'base:1';
  const other = index === 0 ? 's0' : `s${(pick + 1) % index}`;
  const usable = lines
    .filter((line) => index > 0 || !line.includes('FROM_STAGE'))
    .filter((line) => index === 0 || !line.includes('BEHIND'))
    .map((line) => line.replaceAll('FROM_STAGE', other).replaceAll('BEHIND', 's1'));
  return [`FROM ${base} AS s${index}`, ...usable].join('\n');
}

/** What builders do differently where keys are concerned (facts: BuildKit dockerfile2llb, moby, imagebuildah, kaniko build.go). */
export interface Builder {
  name: BuilderName;
  /** A stage that starts from another one sees its build arguments. */
  inheritsArguments: boolean;
  /** Of an ARG and an ENV of one name the ENV counts, whichever comes last. */
  environmentWins: boolean;
  /** ENV, LABEL, CMD and their like are steps of their own, chained to what follows. */
  metadataSteps: boolean;
  /** Of such steps the text counts as it is written; the folder and the user of later steps, which they set, do not. */
  asWritten: boolean;
  /** Of which COPYs and ADDs the text does so, too. */
  copiesAsWritten: 'none' | 'from stages' | 'all';
  /** The owner that COPY gives is expanded with every build argument that is given, declared or not. */
  ownersSeeAll: boolean;
  /** The key of a RUN has the values of its build arguments; else of its whole environment. */
  countsArguments: boolean;
  /** Proxies that are given as build arguments are in the key of each RUN. */
  proxiesCount: boolean;
}

export const BUILDERS = ['buildkit', 'classic', 'buildah', 'kaniko'] as const;

export type BuilderName = (typeof BUILDERS)[number];

const TRAITS: Readonly<Record<BuilderName, Omit<Builder, 'name'>>> = {
  buildkit: {
    inheritsArguments: true,
    environmentWins: false,
    metadataSteps: false,
    asWritten: false,
    copiesAsWritten: 'none',
    ownersSeeAll: false,
    countsArguments: false,
    proxiesCount: false,
  },
  classic: {
    inheritsArguments: false,
    environmentWins: true,
    metadataSteps: true,
    asWritten: false,
    copiesAsWritten: 'none',
    ownersSeeAll: false,
    countsArguments: false,
    proxiesCount: false,
  },
  buildah: {
    inheritsArguments: false,
    environmentWins: true,
    metadataSteps: true,
    asWritten: true,
    copiesAsWritten: 'from stages',
    ownersSeeAll: true,
    countsArguments: true,
    proxiesCount: false,
  },
  kaniko: {
    inheritsArguments: false,
    environmentWins: true,
    metadataSteps: true,
    asWritten: true,
    copiesAsWritten: 'all',
    ownersSeeAll: false,
    countsArguments: false,
    proxiesCount: true,
  },
};

export function builderNamed(name: BuilderName): Builder {
  return { name, ...TRAITS[name] };
}

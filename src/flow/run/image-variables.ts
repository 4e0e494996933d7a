import type { Stage } from '../../dockerfile/stages.ts';

type Variables = Readonly<Record<string, string>>;

/** Variables of official images that say where tools keep things. Source: the images' Dockerfiles. */
const IMAGES: readonly (readonly [name: string, Variables])[] = [
  ['rust', { CARGO_HOME: '/usr/local/cargo' }],
  ['golang', { GOPATH: '/go' }],
  ['ruby', { BUNDLE_APP_CONFIG: '/usr/local/bundle', GEM_HOME: '/usr/local/bundle' }],
  ['composer', { COMPOSER_HOME: '/tmp' }],
  ['gradle', { GRADLE_USER_HOME: '/home/gradle/.gradle' }],
];

/** What the image that a stage starts from sets a variable to, as far as that is known. */
export function imageVariable(stage: Stage, name: string): string | undefined {
  let first = stage;
  while (first.base !== undefined) first = first.base;
  const image = first.baseText
    .replace(/^(?:docker\.io\/)?(?:library\/)?/, '')
    .replace(/[:@].*$/s, '')
    .toLowerCase();
  return IMAGES.find(([known]) => known === image)?.[1][name];
}

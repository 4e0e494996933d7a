import { BUILD_FILES, mayDescribeBuilds } from '../../build/readers.ts';
import { STORES } from '../../credentials/store-table.ts';
import { storeAt } from '../../credentials/stores.ts';
import { DOCKERFILE_NAME, isDockerfileName, NO_DOCKERFILE } from '../dockerfile-name.ts';

/** What an ignore file of a build context is called, by its path. */
const IGNORE_FILE = /(?:^|\.|\/)(?:docker|container)ignore$/;

/** What files are called that have a part in what an image comes to hold. */
export const WATCHED_NAMES = {
  dockerfile: DOCKERFILE_NAME,
  noDockerfile: NO_DOCKERFILE,
  builds: BUILD_FILES,
  context: [IGNORE_FILE, ...STORES.map(({ path }) => path)],
};

/** True for a file that decides what a COPY brings in: an ignore file, or one that may hold credentials. */
function isOfContext(path: string): boolean {
  return IGNORE_FILE.test(path) || storeAt(`/${path}`) !== undefined;
}

/** True for a file that has a part in what an image comes to hold, by its path. */
export function isWatched(path: string): boolean {
  return isDockerfileName(path) || mayDescribeBuilds(path) || isOfContext(path);
}

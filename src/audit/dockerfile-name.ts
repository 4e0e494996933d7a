/** What a Dockerfile is usually called, by its path. */
export const DOCKERFILE_NAME =
  /(?:^|\/)(?:Dockerfile(?:[._-][^/]*)?|dockerfile|DOCKERFILE|[^/]*\.[Dd]ockerfile|Containerfile[^/]*)$/;
/** What only looks like one. */
export const NO_DOCKERFILE =
  /\.(?:(?:docker|container)ignore|md|rst|adoc|txt|html|rego|json|orig|rej|bak|swp|lock)$/;

/** True for what a Dockerfile is usually called. */
export function isDockerfileName(path: string): boolean {
  return DOCKERFILE_NAME.test(path) && !NO_DOCKERFILE.test(path);
}

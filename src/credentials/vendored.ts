const VENDORED =
  /(?:^|!)\/(?:usr\/(?:share|lib\d*|libexec|include|src)|lib\d*|boot|proc|sys)\/|!\/package\/|\/(?:node_modules|site-packages|dist-packages|vendor|third[-_]party|gems|google-cloud-sdk|go\/pkg\/mod|\.cargo\/registry|\.m2\/repository)\//;

/** True for a path where a package manager puts files: not a project's own, and most of an image's bytes. */
export function isVendored(path: string): boolean {
  return VENDORED.test(path);
}

const NAMES =
  /[bB]uild_?[aA]rg|buildargs|[bB]uildImage|image[_B]?[bB]uild|images\.build|[dD]ocker_?[bB]uild|DockerImage|fromDockerfile|[fF]rom_?[aA]sset|from_?[iI]mage_?[aA]sset|docker_image|docker_registry_image|pulumi[-_/]docker|@pulumi\/awsx|pulumi_awsx|custom_build|container\(\)\s{0,80}\.build|docker\.build|dockerfile\s*(?:\{|true)/;

/** A builder's name; those that are other words, too, with what they are asked for. */
const PROGRAM = /docker|podman|nerdctl|buildah|buildctl|kaniko|\b(?:img|finch|depot)['"`,[\s]{1,8}build\b/;

/** False for a program that starts no build: files of which it is need not be parsed. Takes time linear in the text. */
export function mayBuildInCode(text: string): boolean {
  if (NAMES.test(text)) return true;
  return /build|\bbud\b|kaniko/.test(text) && PROGRAM.test(text);
}

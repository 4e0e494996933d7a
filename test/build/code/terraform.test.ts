import { expect, test } from 'vitest';
import { readTerraform } from '../../../src/build/code/read-terraform.ts';
import { readAll, short, textAt } from './read.ts';

const TEXT = `
variable "npm_token" {
  type      = string
  sensitive = true
}
locals {
  index = "https://aws:\${data.aws_codeartifact_authorization_token.t.authorization_token}@example.com"
}
resource "docker_image" "app" {
  name = "app"
  build {
    context    = "\${path.module}/../app"
    dockerfile = "docker/Dockerfile"
    target     = "prod"
    build_args = {
      NPM : var.npm_token
      IDX = local.index
      "ENV" = var.env, S = data.aws_secretsmanager_secret_version.s.secret_string
    }
    secrets {
      id  = "npm"
      env = "NPM"
    }
    label = { a : "b" }
  }
}
resource "null_resource" "b" {
  triggers = { tag = timestamp() }
  provisioner "local-exec" {
    working_dir = "\${path.module}/app"
    environment = { TOKEN = var.npm_token }
    command     = <<-EOT
      # docker build --build-arg NO=no .
      docker build --build-arg T=$TOKEN --build-arg V=\${self.triggers.tag} \\
        --build-arg N=$\${HOME} .
    EOT
  }
}
`;

test('images of the docker provider and commands', () => {
  const { builds } = readAll(readTerraform, 'infra/main.tf', TEXT);
  expect(builds.map(short)).toEqual([
    {
      how: 'docker_image',
      builder: 'buildkit',
      file: 'app/docker/Dockerfile',
      context: 'app',
      target: 'prod',
      args: {
        NPM: '<sensitive variable npm_token>',
        IDX: 'https://aws:<authorization token by AWS>@example.com',
        ENV: '$env',
        S: '<aws_secretsmanager_secret_version s>',
      },
      secrets: { npm: 'variable $NPM' },
      labels: { a: 'b' },
    },
    {
      how: 'docker build',
      builder: 'buildkit',
      file: 'infra/app/Dockerfile',
      context: 'infra/app',
      args: { T: '<sensitive variable npm_token>', V: '<the time>', N: '$HOME' },
    },
  ]);
  expect(builds.flatMap(({ args }) => args.map(textAt))).toEqual([
    'NPM : var.npm_token',
    'IDX = local.index',
    '"ENV" = var.env',
    'S = data.aws_secretsmanager_secret_version.s.secret_string',
    'T=$TOKEN',
    'V=${self.triggers.tag}',
    'N=$${HOME}',
  ]);
});

test('an image that is pulled is not built', () => {
  const text = `
# resource "docker_image" "x" { build { context = "." } }
resource "docker_image" "pulled" {
  name = "docker build ."
}
variable "x" { description = "docker build --build-arg A=b ." }
output "y" { value = "docker build ." }
`;
  expect(readAll(readTerraform, 'main.tf', text).builds).toEqual([]);
});

test('locals that name each other in a circle', () => {
  const text = `
locals {
  a = local.b
  b = local.a
}
resource "docker_image" "x" {
  build {
    context    = "."
    build_args = { A = local.a }
  }
}
`;
  expect(readAll(readTerraform, 'main.tf', text).builds.map(short)).toMatchObject([{ args: { A: '$b' } }]);
});

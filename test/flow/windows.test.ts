import { describe, expect, test } from 'vitest';
import { rulesIn } from '../support/dockerfile.ts';

const cmd = (run: string) =>
  rulesIn(`# escape=\`\nFROM a\nARG T_TOKEN\nRUN ${run}\n`).filter((rule) => rule !== 'secret-in-arg');
const power = (run: string) =>
  rulesIn(`# escape=\`\nFROM a\nARG T_TOKEN\nSHELL ["powershell", "-Command"]\nRUN ${run}\n`).filter(
    (rule) => rule !== 'secret-in-arg',
  );
const WRITTEN = ['secret-written-to-layer'];

describe('cmd', () => {
  test.each([
    ['echo %T_TOKEN% > C:\\token.txt', WRITTEN],
    ['echo %T_TOKEN%> C:\\token.txt & del C:\\token.txt', []],
    ['set "X=%T_TOKEN%" && echo %X% >> C:\\token.txt', WRITTEN],
    ['setx NPM_TOKEN %T_TOKEN% /M', WRITTEN],
    ['nuget.exe sources add -Name n -Source https://n.example.com -UserName u -Password %T_TOKEN%', WRITTEN],
    ['npm config set //npm.example.com/:_authToken %T_TOKEN%', WRITTEN],
    ['echo %T_TOKEN%', ['secret-in-log']],
    ['npm ci', []],
  ])('%s', (run, rules) => expect(cmd(run)).toEqual(rules));
});

describe('PowerShell', () => {
  test.each([
    ['Set-Content -Path C:\\t.txt -Value $env:T_TOKEN', WRITTEN],
    ['$t = $env:T_TOKEN; $t | Out-File C:\\t.txt', WRITTEN],
    ['$env:T_TOKEN | Set-Content C:\\t.txt; Remove-Item C:\\t.txt', []],
    ["[Environment]::SetEnvironmentVariable('A', $env:T_TOKEN, 'Machine')", WRITTEN],
    [
      'Invoke-WebRequest -Headers @{ Authorization = "Bearer $env:T_TOKEN" } https://example.com -OutFile a.zip',
      [],
    ],
    ['Write-Host $env:T_TOKEN', ['secret-in-log']],
  ])('%s', (run, rules) => expect(power(run)).toEqual(rules));
});

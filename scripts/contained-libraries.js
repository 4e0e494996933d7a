// What packages contain of others, or do not say of themselves in a licence file. Each is told by a comment in the package's
// own code, or by the sources that the package names.

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

/** By the package: an entry of its own name is its missing licence file. */
export const CONTAINED = {
  // Its package.json names the author and the licence, the comment on top of its code the rest.
  'xz-decompress': [
    { name: 'xz-decompress', licence: 'MIT', text: `MIT License\n\nCopyright (c) Tim Perry\n\n${MIT}` },
    { name: 'xzwasm', licence: 'MIT', text: `MIT License\n\nCopyright (c) Steve Sanderson\n\n${MIT}` },
    {
      name: 'xz-embedded',
      licence: 'public domain',
      text: 'By Lasse Collin and Igor Pavlov, who have put it into the public domain.',
    },
    { name: 'walloc', licence: 'MIT', text: `MIT License\n\nCopyright (c) 2020 Igalia, S.L.\n\n${MIT}` },
  ],
  // Compiled to WebAssembly in its lib/llhttp.
  undici: [
    {
      name: 'llhttp',
      licence: 'MIT',
      text: `This software is licensed under the MIT License.\n\nCopyright Fedor Indutny, 2018.\n\n${MIT}`,
    },
  ],
};

/** How files are named, by URI and by path, on Windows and elsewhere; held against what Node makes of the same. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { globRefusal } from '../../core/src/config/glob.ts';
import {
  among,
  canonical,
  fileName,
  foldersAbove,
  hostOf,
  keyOf,
  pathBelow,
  pathFrom,
  pathOf,
  segmentsBelow,
  uriOf,
} from '../../platform/src/fileUris.ts';
import { pathBelow as pathBelowFolder } from '../../platform/src/node/paths.ts';
import { slow } from '../support/slow.ts';

const { win32, posix } = path;
const pathByNode = (uri: string, windows: boolean): string | undefined => {
  try {
    return fileURLToPath(uri, { windows });
  } catch {
    return undefined;
  }
};

suite('one file has one URI on Windows', () => {
  const spellings: readonly (readonly [what: string, canonical: string, others: readonly string[]])[] = [
    [
      'on a drive',
      'file:///c%3A/w/a%20b.json',
      [
        'file:///c:/w/a b.json',
        'file:///C:/w/a%20b.json',
        'file:///C%3A/w/a%20b.json',
        'file:///c%3a/w/a%20b.json',
        'file://localhost/C:/w/a%20b.json',
        'file:/C:/w/a%20b.json',
        'file:///C:\\w\\a b.json',
        'file:///C:/w/./x/..//a%20b.json',
        'FILE:///c:/w/a%20b.json',
      ],
    ],
    [
      'on a share',
      'file://server/share/%C3%BC%231.json',
      ['file://SERVER/share/ü%231.json', 'file://server/share//ü%231.json', 'file:\\\\Server\\share\\ü%231.json'],
    ],
    ['of WSL', 'file://wsl%24/Ubuntu/home', ['file://wsl$/Ubuntu/home', 'file://WSL%24/Ubuntu/home/']],
  ];
  for (const [what, uri, others] of spellings)
    test(what, () => {
      assert.deepEqual(
        [uri, ...others].map((one) => canonical(one, win32)),
        [uri, ...others].map(() => uri),
      );
    });

  test('and elsewhere letters count, and no drive is known', () =>
    assert.deepEqual(
      ['file:///C:/w/a.json', 'file:///c:/w/a.json', 'file:///w/a\\b.json', 'untitled:Untitled-1'].map((one) =>
        canonical(one, posix),
      ),
      ['file:///C%3A/w/a.json', 'file:///c%3A/w/a.json', 'file:///w/a%5Cb.json', 'untitled:Untitled-1'],
    ));

  test('letter case does not tell files apart where one asks for the key', () => {
    const uris = ['file:///C:/W/Ä.json', 'file:///c%3A/w/%C3%A4.JSON', 'file:///c:/w/a\u0308.json'];
    assert.equal(new Set(uris.map((uri) => keyOf(uri, win32))).size, 1);
    assert.equal(new Set(uris.map((uri) => keyOf(uri, posix))).size, 3);
  });
});

suite('the path of a URI', () => {
  const rows: readonly (readonly [uri: string, windows: string | undefined, elsewhere: string | undefined])[] = [
    ['file:///c%3A/w/a%20b.json', 'c:\\w\\a b.json', '/c:/w/a b.json'],
    ['file:///C:/w', 'c:\\w', '/C:/w'],
    ['file:///c%3A', 'c:\\', '/c:'],
    ['file:///', undefined, '/'],
    ['file://', undefined, '/'],
    ['file:///w/a.json', undefined, '/w/a.json'],
    ['file://server/share/a.json', '\\\\server\\share\\a.json', undefined],
    ['file://server/share', '\\\\server\\share\\', undefined],
    ['file://server', undefined, undefined],
    ['file://./pipe/x', undefined, undefined],
    ['file://%3F/C:/w', undefined, undefined],
    ['file:///%3F/C:/w', undefined, '/?/C:/w'],
    ['file:///c:/a%2Fb', undefined, undefined],
    ['file:///c:/a%5Cb', undefined, '/c:/a\\b'],
    ['file:///c:/a%00b', undefined, undefined],
    ['untitled:Untitled-1', undefined, undefined],
    ['https://example.com/a', undefined, undefined],
  ];
  for (const [uri, windows, elsewhere] of rows)
    test(uri, () => assert.deepEqual([pathOf(uri, win32), pathOf(uri, posix)], [windows, elsewhere]));

  const devices = [
    'CON',
    'nul',
    'NUL.json',
    'com1.json',
    'COM1',
    'com\u00b9.txt',
    'lpt9.finding.json',
    'aux .json',
    'prn.',
    'CONIN$',
  ];
  const others = [
    'a.json.',
    'a.json ',
    'a. . ',
    '...',
    'a.json:stream',
    'a.json::$DATA',
    ':x',
    'a?b',
    'a*b',
    'a|b',
    '<a>',
    'a"b',
    'a\nb',
  ];
  const odd = devices.concat(others);
  test('is none on Windows for devices, streams of other files, and names whose end is dropped', () =>
    assert.deepEqual(
      odd.map((name) => [
        name,
        pathOf(`file:///c:/w/${encodeURIComponent(name)}`, win32),
        pathOf(`file:///c:/${encodeURIComponent(name)}/a.json`, win32),
      ]),
      odd.map((name) => [name, undefined, undefined]),
    ));
  test('and an ordinary one elsewhere', () =>
    assert.deepEqual(
      odd.map((name) => pathOf(`file:///w/${encodeURIComponent(name)}`, posix)),
      odd.map((name) => `/w/${name}`),
    ));
  test('names that only look like those of devices are names', () => {
    const names = ['console.json', 'com.json', 'com10.json', 'nuls', 'a.nul', '.con', 'auxiliary', 'lpt.json'];
    assert.deepEqual(
      names.map((name) => pathOf(`file:///c:/${name}`, win32)),
      names.map((name) => `c:\\${name}`),
    );
  });
});

/** A name with all its bytes escaped. */
function escapedWhole(name: string): string {
  return [...new TextEncoder().encode(name)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

suite('any path', () => {
  const name = fc
    .oneof(
      fc.string({ minLength: 1, maxLength: 6 }),
      fc.constantFrom('a b', 'ü', '%41', '#', 'a;b', '日本', '(x)', '..x', 'A', "'", '~', '👍'),
    )
    .filter((one) => !/[\\/:*?"<>|\0]/.test(one) && !/^\.+$/.test(one));
  const plain = name.filter((one) => !/[. ]$/.test(one) && !Array.from(one).some((letter) => letter < ' '));
  const onDrive = fc.tuple(fc.constantFrom('c:', 'Z:'), fc.array(plain, { minLength: 1, maxLength: 4 }));
  const onShare = fc.tuple(
    fc.constantFrom('\\\\server\\share', '\\\\S-1\\x$'),
    fc.array(plain, { minLength: 1, maxLength: 4 }),
  );

  test('of Windows comes back from its URI, but for the case of the drive or server, and Node reads the URI alike', () =>
    fc.assert(
      fc.property(fc.oneof(onDrive, onShare), ([root, names]) => {
        const file = [root, ...names].join('\\');
        const back = pathOf(uriOf(file, win32), win32);
        assert.equal(back?.toLowerCase(), file.toLowerCase());
        assert.equal(pathByNode(uriOf(file, win32), true)?.toLowerCase(), file.toLowerCase());
        assert.equal(canonical(pathToFileURL(file, { windows: true }).href, win32), uriOf(file, win32));
      }),
    ));

  test('elsewhere comes back as it was', () =>
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const file = `/${names.join('/')}`;
        assert.equal(pathOf(uriOf(file, posix), posix), file);
        assert.equal(pathByNode(uriOf(file, posix), false), file);
        assert.equal(canonical(pathToFileURL(file).href, posix), uriOf(file, posix));
      }),
    ));

  test('is the same, whichever of its characters are escaped in its URI', () =>
    fc.assert(
      fc.property(
        fc.array(fc.oneof(name, fc.stringMatching(/^[\w.-]{1,4}$/)), { minLength: 1, maxLength: 4 }),
        fc.nat(4),
        fc.constantFrom(win32, posix),
        (names, depth, flavour) => {
          const uriOfNames = (escape: (one: string) => string): string => `file:///${names.map(escape).join('/')}`;
          const [plainly, escaped] = [uriOfNames(encodeURIComponent), uriOfNames(escapedWhole)];
          const folder = `file:///${names.slice(0, depth).map(encodeURIComponent).join('/')}`;
          const told = (uri: string): unknown[] => [
            canonical(uri, flavour),
            keyOf(uri, flavour),
            pathOf(uri, flavour),
            segmentsBelow(folder, uri, flavour),
            foldersAbove(uri, flavour),
          ];
          assert.deepEqual(told(plainly), told(escaped));
        },
      ),
    ));

  test('a path that is to be taken literally is that path', () =>
    assert.deepEqual(
      ['\\\\?\\C:\\w\\a.json', '\\\\?\\UNC\\server\\share\\a.json', '\\\\.\\pipe\\x', '\\\\?\\Volume{1}\\a'].map(
        (file) => pathOf(uriOf(file, win32), win32),
      ),
      ['c:\\w\\a.json', '\\\\server\\share\\a.json', undefined, undefined],
    ));

  slow('a canonical URI is canonical, whatever it was', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string().map((text) => `file:${text}`),
          fc.string(),
        ),
        fc.constantFrom(win32, posix),
        (uri, flavour) => {
          const once = canonical(uri, flavour);
          assert.equal(canonical(once, flavour), once);
        },
      ),
    ),
  );
});

suite('what is below a folder', () => {
  const folder = 'file:///c%3A/w';
  const rows: readonly (readonly [uri: string, windows: readonly string[] | undefined])[] = [
    ['file:///C:/w/a.json', ['a.json']],
    ['file:///c:/W/Sub/a%20b.json', ['Sub', 'a b.json']],
    ['file:///c:/W2/a.json', undefined],
    ['file:///d:/w/a.json', undefined],
    ['file:///c:/w', undefined],
    ['file:///c:/w/../x/a.json', undefined],
    ['file:///c:/w/%2e%2e/x/a.json', undefined],
    ['file://c/w/a.json', undefined],
    ['file://server/w/a.json', undefined],
  ];
  for (const [uri, windows] of rows)
    test(`of Windows: ${uri}`, () => {
      assert.deepEqual(segmentsBelow(folder, uri, win32), windows);
      assert.equal(pathBelow(`${folder}/`, uri, win32), windows?.join('/'));
    });

  test('of the root of a drive, of a share, and of all', () => {
    assert.deepEqual(segmentsBelow('file:///C:/', 'file:///c%3A/a.json', win32), ['a.json']);
    assert.deepEqual(segmentsBelow('file://server/share', 'file://SERVER/Share/a.json', win32), ['a.json']);
    assert.deepEqual(segmentsBelow('file://', 'file:///a.json', posix), ['a.json']);
  });

  test('elsewhere letters count', () => assert.equal(segmentsBelow('file:///w', 'file:///W/a.json', posix), undefined));

  test('by path', () =>
    assert.deepEqual(
      ['c:\\w\\A.json', 'C:\\W\\..x\\a', 'C:\\w2\\a', 'D:\\w\\a', '\\\\s\\w\\a', 'C:\\'].map((file) =>
        pathBelowFolder('C:\\w', file, win32),
      ),
      ['A.json', '..x\\a', undefined, undefined, undefined, undefined],
    ));

  test('people name it so', () =>
    assert.deepEqual(
      ['file:///C:/W/a.json', 'file:///c:/x/a.json', 'file:///c:/a b.json'].map((uri) => pathFrom(folder, uri, win32)),
      ['a.json', '../x/a.json', '../a b.json'],
    ));

  test('its name, and the machine it is on', () => {
    assert.deepEqual(['file:///w/a%20b.json', 'file:///w/100%.json'].map(fileName), ['a b.json', '100%.json']);
    assert.deepEqual(
      ['file://SERVER/x/y', 'file://localhost/c:/x', 'file:///c:/x'].map((uri) => hostOf(uri, win32)),
      ['server', '', ''],
    );
  });
});

test('a configuration is looked for up to the root of a drive, and on no other machine than the share of the file', () => {
  assert.deepEqual(foldersAbove('file:///C:/w/sub/a.json', win32), [
    'file:///c%3A/w/sub',
    'file:///c%3A/w',
    'file:///c%3A',
  ]);
  assert.deepEqual(foldersAbove('file://server/share/w/a.json', win32), [
    'file://server/share/w',
    'file://server/share',
  ]);
  assert.deepEqual(foldersAbove('file:///w/a.json', posix), ['file:///w', 'file://']);
  assert.deepEqual(foldersAbove('untitled:Untitled-1', posix), []);
});

test('what may be one of some files, or in one of some folders', () => {
  const isChanged = among(['file:///w/Sub', 'file:///w/a.json']);
  const uris = [
    'file:///w/sub/x/y.json',
    'file:///w/SUB',
    'file:///w/A.JSON',
    'file:///w/subs/a.json',
    'file:///w',
    'file:///a.json',
  ];
  assert.deepEqual(uris.map(isChanged), [true, true, true, false, false, false]);
  assert.equal(among([])('file:///w/a.json'), false);
});

test('no glob leaves its folder by a way of Windows', () => {
  const globs = [
    'C:/x/*.json',
    'c:x',
    '//server/share/*',
    '\\\\server\\share\\*',
    '\\\\?\\C:\\*',
    '\\x',
    '..\\x',
    'a\\..\\..\\x',
    'C:\\w\\*',
  ];
  assert.deepEqual(
    globs.filter((glob) => globRefusal(glob) === undefined),
    [],
  );
});

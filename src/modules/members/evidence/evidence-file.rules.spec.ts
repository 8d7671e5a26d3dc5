import { decideFile, FILE_BYTES_MAX } from './evidence-file.rules.js';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const PDF = latin('%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n');
const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(64, 7), Buffer.from([0xff, 0xd9])]);
const chunk = (kind: string, data = ''): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, latin(kind + data), Buffer.alloc(4)]);
};
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PNG = Buffer.concat([PNG_HEAD, chunk('IHDR', 'x'.repeat(13)), chunk('IDAT', 'data'), chunk('IEND')]);
const ZIP_END = (comment = ''): Buffer => {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([end, latin(comment)]);
};

test.each([
  ['a PDF', '证明.pdf', PDF, 'application/pdf'],
  ['a JPEG', 'photo.JPG', JPEG, 'image/jpeg'],
  ['a JPEG by its other ending', 'photo.jpeg', JPEG, 'image/jpeg'],
  ['a JPEG padded with zeros', 'photo.jpg', Buffer.concat([JPEG, Buffer.alloc(10)]), 'image/jpeg'],
  ['a PNG', 'shot.png', PNG, 'image/png'],
])('%s is taken', (_what, name, bytes, media) => {
  expect(decideFile(name, bytes)).toEqual({ media });
});

test.each([
  ['nothing', 'a.pdf', Buffer.alloc(0), 'EVIDENCE_FILE_EMPTY'],
  ['one byte too many', 'a.jpg', Buffer.alloc(FILE_BYTES_MAX + 1), 'EVIDENCE_FILE_TOO_LARGE'],
  ['a program', 'a.pdf', latin('MZ\u0090'), 'EVIDENCE_FILE_TYPE'],
  ['a PDF that says it is a picture', 'a.png', PDF, 'EVIDENCE_FILE_TYPE'],
  ['a picture under a name that runs', 'a.png.exe', PNG, 'EVIDENCE_FILE_TYPE'],
  ['a picture without an ending', 'photo', JPEG, 'EVIDENCE_FILE_TYPE'],
  ['an SVG', 'a.svg', latin('<svg onload="x"/>'), 'EVIDENCE_FILE_TYPE'],
  ['a PDF before version 1', 'a.pdf', latin('%PDF-x\n%%EOF'), 'EVIDENCE_FILE_TYPE'],
])('%s is refused', (_what, name, bytes, refusal) => {
  expect(decideFile(name, bytes)).toEqual({ refusal });
});

test.each([
  ['a PNG with a page behind it', 'a.png', Buffer.concat([PNG, latin('<script>')])],
  ['a PNG that is cut off', 'a.png', PNG.subarray(0, PNG.length - 6)],
  [
    'a PNG whose chunk says it is longer than the file',
    'a.png',
    Buffer.concat([PNG_HEAD, latin('\u00ff\u00ff\u00ff\u00ffIHDRxxxx')]),
  ],
  [
    'a PNG of chunks that are none',
    'a.png',
    Buffer.concat([PNG_HEAD, latin('\0\0\0\u0001\u0001\u0002\u0003\u0004xxxxx')]),
  ],
  ['a JPEG with an archive behind it', 'a.jpg', Buffer.concat([JPEG, ZIP_END()])],
  [
    'a JPEG that is an archive with the end of a picture as its comment',
    'a.jpg',
    Buffer.concat([JPEG, ZIP_END('\u00ff\u00d9')]),
  ],
  [
    'a JPEG whose head is a page',
    'a.jpg',
    Buffer.concat([JPEG.subarray(0, 4), latin('<HTML><script>'), JPEG.subarray(4)]),
  ],
  ['a JPEG that is cut off', 'a.jpg', JPEG.subarray(0, 40)],
  ['a PDF with an archive behind it', 'a.pdf', Buffer.concat([PDF, ZIP_END()])],
  ['a PDF that is an archive with its end as the comment', 'a.pdf', Buffer.concat([PDF, ZIP_END('%%EOF')])],
  ['a PDF that runs', 'a.pdf', latin('%PDF-1.7 /OpenAction << /S /JavaScript >> %%EOF')],
  ['a PDF that carries another file', 'a.pdf', latin('%PDF-1.7 << /Type /EmbeddedFile >> %%EOF')],
  ['a PDF without an end', 'a.pdf', latin('%PDF-1.7 nothing more')],
])('%s is refused as unsafe', (_what, name, bytes) => {
  expect(decideFile(name, bytes)).toEqual({ refusal: 'EVIDENCE_FILE_UNSAFE' });
});

test('bytes that only look like the end of an archive do no harm', () => {
  const picture = Buffer.concat([
    JPEG.subarray(0, 10),
    latin('PK\u0005\u0006'),
    Buffer.alloc(30, 1),
    JPEG.subarray(10),
  ]);
  expect(decideFile('a.jpg', picture)).toEqual({ media: 'image/jpeg' });
});

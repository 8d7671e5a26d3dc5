import { scaledTo } from './smaller-photo.js';

test.each([
  [4000, 3000, 1800, 1350],
  [3000, 4000, 1350, 1800],
  [1800, 900, 1800, 900],
  [640, 480, 640, 480],
])('a photo of %i × %i is sent as %i × %i', (width, height, toWidth, toHeight) => {
  expect(scaledTo(width, height)).toEqual({ width: toWidth, height: toHeight });
});

/** The drawing on the card's red field, Nanchang in one line: the wheel, the bridge over the Gan, the Tengwang Pavilion. */
export const SKYLINE = {
  width: 360,
  height: 72,
  lineWidth: 1.6,
  circles: [
    { x: 48, y: 34, r: 25 },
    { x: 48, y: 34, r: 3 },
  ],
  paths: [
    'M48 9v50M23 34h50M30.300 16.300l35.400 35.400M65.700 16.300 30.300 51.700M48 34 36 70M48 34l12 36M30 70h36',
    'M84 62h128M112 62V22M184 62V22M112 24 86 62M112 24l13 38M112 24l25 38M112 24l36 38M184 24l26 38M184 24l-13 38M184 24l-25 38M184 24l-36 38',
    'M84 66c8 3 12-3 20 0s12-3 20 0 12-3 20 0 12-3 20 0 12-3 20 0 12-3 28 0',
    'M228 70h108M236 70V58M328 70V58M228 58q20-1 22-10h64q2 9 22 10zM250 48V39M314 48V39M240 39q16-1 18-9h48q2 8 18 9zM262 30v-7M302 30v-7M252 23q14-1 18-10h24q4 9 18 10zM282 13V4M266 70V59M282 70V59M298 70V59',
  ],
} as const;

import { create } from 'qrcode';
import { useEffect, useRef } from 'react';
import styles from './ui.module.css';

/** Modules of white around a code, as ISO/IEC 18004 asks. */
const quietModules = 4;

interface QrCanvasProps {
  /** Digits are drawn in numeric mode, anything else in byte mode; error correction M. */
  readonly text: string;
  /** Widest it may get, in CSS pixels. */
  readonly sizePx: number;
  readonly label: string;
}

/** Draws a QR code black on white, each module a whole number of device pixels so that no edge is blurred. */
export function QrCanvas({ text, sizePx, label }: QrCanvasProps) {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = ref.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return;
    const numeric = /^\d+$/.test(text);
    const { modules } = numeric
      ? create([{ data: text, mode: 'numeric' }], { errorCorrectionLevel: 'M' })
      : create(text, { errorCorrectionLevel: 'M' });
    const across = modules.size + 2 * quietModules;
    const pixel = Math.max(2, Math.floor((sizePx * Math.max(1, globalThis.devicePixelRatio)) / across));
    canvas.width = across * pixel;
    canvas.height = across * pixel;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#000';
    for (let row = 0; row < modules.size; row += 1) {
      for (let column = 0; column < modules.size; column += 1) {
        if (!modules.get(row, column)) continue;
        context.fillRect((column + quietModules) * pixel, (row + quietModules) * pixel, pixel, pixel);
      }
    }
  }, [text, sizePx]);
  return (
    <figure aria-label={label}>
      <canvas ref={ref} className={styles.qr} style={{ width: sizePx }} />
    </figure>
  );
}

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

export type ReadQr = (frame: ImageData) => Promise<string | null>;

/** Reads QR codes out of camera frames with our own copy of the decoder: nothing is fetched from elsewhere. */
export async function loadQrReader(): Promise<ReadQr> {
  await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
  return async (frame) => {
    const found = await readBarcodes(frame, { formats: ['QRCode'], maxNumberOfSymbols: 1, tryHarder: true });
    return found[0]?.text ?? null;
  };
}

import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../shared/ui/states.js';
import styles from '../app.module.css';
import { loadQrReader, type ReadQr } from '../qr-reader.js';

const pauseMs = 120;
const widest = 1280;

function frameOf(video: HTMLVideoElement, canvas: HTMLCanvasElement): ImageData | null {
  if (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
  const scale = Math.min(1, widest / video.videoWidth);
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

async function watch(video: HTMLVideoElement, read: ReadQr, heard: (text: string) => void, signal: AbortSignal) {
  const canvas = document.createElement('canvas');
  while (!signal.aborted) {
    const frame = frameOf(video, canvas);
    const text = frame ? await read(frame) : null;
    if (text && !signal.aborted) {
      heard(text);
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}

/** The camera's picture; calls `heard` once with the first QR code in it. */
export default function Scanner({ heard }: { readonly heard: (text: string) => void }) {
  const { t } = useTranslation();
  const ref = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let stream: MediaStream | null = null;
    const start = async (): Promise<void> => {
      const video = ref.current;
      if (!video) return;
      const [read, camera] = await Promise.all([
        loadQrReader(),
        navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } }),
      ]);
      stream = camera;
      if (stop.signal.aborted) {
        camera.getTracks().forEach((track) => track.stop());
        return;
      }
      video.srcObject = camera;
      await video.play();
      await watch(video, read, heard, stop.signal);
    };
    start().catch(() => setFailed(!stop.signal.aborted));
    return () => {
      stop.abort();
      stream?.getTracks().forEach((track) => track.stop());
    };
  }, [heard]);
  if (failed) return <Notice>{t('till.noCamera')}</Notice>;
  return (
    <div className={styles.viewfinder}>
      <video ref={ref} muted playsInline aria-label={t('till.camera')} />
      <div className={styles.aim} />
    </div>
  );
}

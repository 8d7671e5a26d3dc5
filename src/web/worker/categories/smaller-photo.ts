/** Long enough to read a stamped paper, small enough for a weak network. */
const sideMax = 1800;
const quality = 0.82;

/** The same length on a smaller scale; what is small enough stays. */
export function scaledTo(width: number, height: number): { width: number; height: number } {
  const factor = Math.min(1, sideMax / Math.max(width, height));
  return { width: Math.round(width * factor), height: Math.round(height * factor) };
}

/**
 * A photo drawn anew: smaller, and without where and when it was taken. What is no picture, or none this browser can draw,
 * goes as it is; the server looks at it anyway.
 */
export async function smallerPhoto(file: File): Promise<{ blob: Blob; name: string }> {
  if (!file.type.startsWith('image/')) return { blob: file, name: file.name };
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = scaledTo(picture.width, picture.height);
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext('2d');
    if (!pen) return { blob: file, name: file.name };
    // Where a picture is see-through, JPEG would turn it black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0, width, height);
    picture.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    return blob ? { blob, name: 'photo.jpg' } : { blob: file, name: file.name };
  } catch {
    return { blob: file, name: file.name };
  }
}

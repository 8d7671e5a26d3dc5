let audio: AudioContext | null = null;

function beep(frequencyHz: number, atSeconds: number, lengthSeconds: number): void {
  if (!audio) return;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = frequencyHz;
  volume.gain.value = 0.15;
  tone.connect(volume).connect(audio.destination);
  tone.start(audio.currentTime + atSeconds);
  tone.stop(audio.currentTime + atSeconds + lengthSeconds);
}

/** A yes or no that is heard and felt, for a cashier who looks at the customer. Rising is yes, low is no. */
export function giveFeedback(yes: boolean): void {
  try {
    audio ??= new AudioContext();
    if (yes) {
      beep(880, 0, 0.09);
      beep(1320, 0.1, 0.14);
    } else {
      beep(220, 0, 0.3);
    }
  } catch {
    // A device without sound still shows the answer.
  }
  navigator.vibrate?.(yes ? 80 : [120, 80, 120]);
}

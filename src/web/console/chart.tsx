import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { fontFamily } from '../shared/tokens.js';
import { usePalette } from './theme.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

interface ChartProps {
  readonly option: EChartsCoreOption;
  readonly label: string;
  readonly className?: string | undefined;
}

/** One drawing in the app's colours; `label` says what it shows to those who cannot see it. */
export default function Chart({ option, label, className }: ChartProps) {
  const ref = useRef<HTMLElement>(null);
  const palette = usePalette();
  useEffect(() => {
    if (!ref.current) return undefined;
    const chart = init(ref.current, null, { renderer: 'svg' });
    chart.setOption({
      color: [...palette.chart],
      textStyle: { fontFamily, color: palette.text },
      animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      animationDuration: 160,
      ...option,
    });
    const resized = new ResizeObserver(() => chart.resize());
    resized.observe(ref.current);
    return () => {
      resized.disconnect();
      chart.dispose();
    };
  }, [option, palette]);
  return <figure ref={ref} aria-label={label} className={className} />;
}

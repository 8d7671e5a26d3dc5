import { TreeService } from '../../modules/organizations/index.js';
import type { OfficerCaller } from '../../shared/caller.js';
import { DAY_MS } from '../../shared/time.js';
import type { DemoProduct } from './demo-product.js';
import type { DemoOfficers } from './logins-loader.js';

const MADE_DAYS_AGO = 12;
const MOVED_DAYS_AGO = 4;
const DISSOLVED_DAYS_AGO = 2;

/** The tree as it changed of late: a group of workers that went to another park with its workshop, and one that is no more. */
export async function loadUnionChanges(product: DemoProduct, { maker }: DemoOfficers): Promise<void> {
  const [near, far] = await Promise.all([findUnion(product, 'park-a'), findUnion(product, 'park-b')]);
  const moved = await createGroup(product, maker, near, '物流车间工会小组');
  const ended = await createGroup(product, maker, near, '临时项目部工会小组');
  const tree = product.get(TreeService);
  await daysAgo(product, MOVED_DAYS_AGO, () =>
    tree.move(maker, moved, { parentId: far, reason: '物流车间整体搬到新园区' }),
  );
  await daysAgo(product, DISSOLVED_DAYS_AGO, () => tree.dissolve(maker, ended, { reason: '项目结束，人员已回原工会' }));
}

async function createGroup(
  product: DemoProduct,
  maker: OfficerCaller,
  parentId: string,
  name: string,
): Promise<string> {
  const request = { parentId, level: 'GROUP', name, reason: '车间人数多，单独建小组' } as const;
  const { id } = await daysAgo(product, MADE_DAYS_AGO, () => product.get(TreeService).create(maker, request));
  return id;
}

function daysAgo<T>({ clock, now }: DemoProduct, days: number, work: () => Promise<T>): Promise<T> {
  return clock.at(new Date(now.getTime() - days * DAY_MS), work);
}

async function findUnion({ database }: DemoProduct, park: string): Promise<string> {
  const [found]: { id: string }[] = await database.db.query(
    `SELECT id FROM union_org WHERE level = 'GRASSROOTS' AND parent_id = $1 ORDER BY id LIMIT 1`,
    [park],
  );
  if (!found) throw new Error(`the demo has no union in ${park}`);
  return found.id;
}

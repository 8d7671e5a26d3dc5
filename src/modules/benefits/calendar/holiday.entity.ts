import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A day that is not what its weekday says, as the State Council announces it each year. */
@Entity({ name: 'holiday' })
export class HolidayEntity {
  @PrimaryColumn({ name: 'date_on', type: 'date' })
  dateOn!: string;

  @Column({ name: 'kind', type: 'text' })
  kind!: string;

  @Column({ name: 'name', type: 'text' })
  name!: string;
}

import { catalogue } from '../../../shared/errors.js';

/** Every way budget lines say no. */
export const budgetErrors = catalogue({
  BUDGET_LINE_NOT_FOUND: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such budget line in the part of the union you look after.',
  },
  BUDGET_LINE_ID_TAKEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Another budget line already has this id. Choose another one.',
  },
  BUDGET_LINE_CHANGED: {
    kind: 'CONFLICT',
    retryable: false,
    message:
      'The figures of this budget line changed since you saw them. Look at `current`, then ask again with its version.',
  },
  BUDGET_LINE_CLOSED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The budget line is closed and hands out nothing more. Use a line of the current year.',
  },
  BUDGET_LINE_NOT_EMPTY: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The budget line still has free money. Carry it over or take it back first.',
  },
  BUDGET_LINE_FUNDED_FROM_ABOVE: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This line gets its money from the line above it. Allocate from there, or claw back.',
  },
  BUDGET_LINE_FUNDED_BY_FEDERATION: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'No line lies above this one. Reduce it instead; the money returns to the federation.',
  },
  BUDGET_ORG_UNKNOWN: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message:
      'The line must belong to a union organisation you look after, at or below the one that hands the money on.',
  },
  BUDGET_YEAR_WRONG: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'Money is carried over to a line of the next year of the same union.',
  },
  BUDGET_PARENT_NOT_CARRIED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Carry over the line above first, or name an existing line of the next year.',
  },
  BUDGET_TOTAL_TOO_LARGE: {
    kind: 'UNPROCESSABLE',
    retryable: false,
    message: 'A budget line may hold at most 10 billion yuan.',
  },
  BUDGET_PROPOSAL_OPEN: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'A proposal for this line waits for another officer already. Have it decided first.',
  },
  BUDGET_PROPOSAL_NOT_FOUND: {
    kind: 'NOT_FOUND',
    retryable: false,
    message: 'There is no such proposal in the part of the union you look after.',
  },
  BUDGET_PROPOSAL_DECIDED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'This proposal has been decided already.',
  },
  SAME_PERSON: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'Whoever proposed this cannot let it through. Ask another officer.',
  },
  LINE_EXHAUSTED: {
    kind: 'CONFLICT',
    retryable: false,
    message: 'The budget line has not enough left. Choose a smaller amount or another line.',
  },
});

// One of several processes that share a ledger, as windows do. Opens it when told to, then asks for
// holds and settles them, as fast as it can, until there is no room left.
import { BudgetError } from '../../protocol/errors.ts';
import { Ledger } from '../../server/ledger/ledger.ts';
import { openStorage } from '../../server/storage/database.ts';
import { booking, holdRequest } from '../support/bookings.ts';

export interface Report {
  spent: number;
  settled: number;
  refused: number;
}

async function spendAll(directory: string): Promise<Report> {
  const storage = await openStorage(directory);
  const ledger = new Ledger(storage.db);
  await ledger.initialize();
  const report: Report = { spent: 0, settled: 0, refused: 0 };
  for (let turn = 0; report.refused < 20; turn++) {
    // Different amounts in each process and turn, without chance.
    const maxNanoUsd = 1 + ((turn * 7919 + process.pid * 104_729) % 5000);
    try {
      const requestId = `${process.pid}-${turn}`;
      const hold = await ledger.hold(
        holdRequest(maxNanoUsd, {
          requestId,
          questionId: requestId,
          workspace: `workspace ${turn % 3}`,
          route: 'text',
        }),
      );
      process.send?.('held');
      const costNanoUsd = Math.floor(maxNanoUsd / 2);
      await ledger.settle(hold, booking(costNanoUsd, { requestId }));
      report.spent += costNanoUsd;
      report.settled += 1;
      await ledger.recoverOrphans();
    } catch (error) {
      if (!(error instanceof BudgetError)) throw error;
      report.refused += 1;
    }
  }
  await storage.close();
  return report;
}

process.on('message', (directory: string) => {
  void spendAll(directory).then((report) => {
    process.send?.(report, () => process.disconnect());
  });
});
process.send?.('ready');

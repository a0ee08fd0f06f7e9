package chat.tertulia.sim.scenario;

import chat.tertulia.sim.SimCall;

/** The same in a large room, whose parts are on two loops. */
class SimulcastSwitchInPartsTest extends SimulcastSwitchTest {
    @Override
    SimCall call(long seed) {
        return new SimCall(seed, 2);
    }
}

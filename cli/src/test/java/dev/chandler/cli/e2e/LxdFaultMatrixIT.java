package dev.chandler.cli.e2e;

import dev.chandler.cli.e2e.SocketRelay.Moment;
import dev.chandler.core.run.InstanceState;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault in each state, on LXD; and the client's and the daemon's end while LXD is at something in the background. */
class LxdFaultMatrixIT extends FaultMatrixContract {

    LxdFaultMatrixIT() {
        super(new FrailLxd());
    }

    static Stream<Arguments> middles() {
        return Stream.of(
                        Arguments.of("an instance is made", InstanceState.STARTING, FrailLxd.MAKING),
                        Arguments.of("an instance has no lease yet", InstanceState.STARTING, FrailLxd.STARTED),
                        Arguments.of("a state is copied", InstanceState.SNAPSHOTTING, FrailLxd.COPYING),
                        Arguments.of("a copy has no key yet", InstanceState.SNAPSHOTTING, FrailLxd.COPIED),
                        Arguments.of("an image is packed", InstanceState.PUBLISHING, FrailLxd.PACKING),
                        Arguments.of("an image has no name yet", InstanceState.PUBLISHING, FrailLxd.PACKED))
                .flatMap(middle -> Stream.of(Fault.CLIENT_KILLED, Fault.DAEMON_KILLED)
                        .map(fault -> Arguments.of(fault, middle.get()[0], middle.get()[1], middle.get()[2])));
    }

    @ParameterizedTest(name = "{0} while {1}")
    @MethodSource("middles")
    void endsAsPromisedInTheMiddleToo(Fault fault, String what, InstanceState state, Moment moment) {
        cell(fault, state, moment);
    }
}

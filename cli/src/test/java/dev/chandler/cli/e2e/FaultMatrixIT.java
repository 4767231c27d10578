package dev.chandler.cli.e2e;

/** Each fault in each state, on Docker. */
class FaultMatrixIT extends FaultMatrixContract {

    FaultMatrixIT() {
        super(new FrailDocker());
    }
}

package chat.tertulia.bench.against;

import chat.tertulia.node.dtls.SrtpProfile;

/** A plan with the SRTP profile that all its peers use. */
record Case(Plan plan, SrtpProfile profile) {}

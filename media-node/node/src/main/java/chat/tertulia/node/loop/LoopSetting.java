package chat.tertulia.node.loop;

import chat.tertulia.node.dtls.NodeCertificate;

/** What all loops of a process share; nothing of it changes. */
public record LoopSetting(
        NodeCertificate certificate, Deadlines deadlines, LoopListener listener, int audibleMicrophones) {}

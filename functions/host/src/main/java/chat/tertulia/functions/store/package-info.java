/**
 * The object store of one machine: S3Proxy in this process, its objects as files in the data folder, which tells a
 * listener about every object that was created, since S3Proxy itself has no bucket notifications.
 */
@NullMarked
package chat.tertulia.functions.store;

import org.jspecify.annotations.NullMarked;

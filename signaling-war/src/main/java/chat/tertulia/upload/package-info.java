/**
 * Files: upload into the bucket, what the image function made of them, download. Knows no message: who carries a file says
 * so through {@link chat.tertulia.upload.FileCarrier}. Requests run on their own threads; one virtual thread, owned by
 * {@link chat.tertulia.upload.ResultPoller}, watches the bucket.
 */
@NullMarked
package chat.tertulia.upload;

import org.jspecify.annotations.NullMarked;

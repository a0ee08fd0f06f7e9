/** Which bucket, and how it is reached: the {@code TERTULIA_S3_} variables. Any thread may call. */
@NullMarked
package chat.tertulia.functions.s3;

import org.jspecify.annotations.NullMarked;

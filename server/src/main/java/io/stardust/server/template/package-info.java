/**
 * Files that are made of templates and config: which a deployment lists, and how one is filled in. Knows no database
 * and no package. Starting point: {@link io.stardust.server.template.Template}.
 */
@NullMarked
package io.stardust.server.template;

import org.jspecify.annotations.NullMarked;

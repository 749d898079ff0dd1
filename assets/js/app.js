// Binds the small modules to what a page marks with data- attributes. Everything works without them.
import { panel } from "./panel.js";
import { bind } from "./bind.js";

bind(document);
panel();

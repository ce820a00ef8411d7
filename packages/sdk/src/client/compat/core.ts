export { HoneyHive as HoneyHiveCore, type HoneyHiveOptions as SDKOptions } from "../honeyhive.js";

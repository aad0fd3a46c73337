local missing
return missing.field

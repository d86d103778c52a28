//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// swift-format-ignore-file
// Made by scripts/make_calibration_text.py, which says where the passages are from.

extension CalibrationOptions {
  /// The text that matrices are rounded for where none is given: English and Chinese in turn, in the public
  /// domain.
  public static let defaultText = #"""
    So the people took food in their hand, and their trumpets; and he sent all the rest of the men of Israel to their own tents, but retained the three hundred men; and the camp of Midian was beneath him in the valley. That same night, Yahweh said to him, "Arise, go down into the camp, for I have delivered it into your hand. But if you are afraid to go down, go with Purah your servant down to the camp. You will hear what they say; and afterward your hands will be strengthened to go down into the camp." Then went he down with Purah his servant to the outermost part of the armed men who were in the camp.
    The Midianites and the Amalekites and all the children of the east lay along in the valley like locusts for multitude; and their camels were without number, as the sand which is on the seashore for multitude.
    When Gideon had come, behold, there was a man telling a dream to his fellow. He said, "Behold, I dreamed a dream; and behold, a cake of barley bread tumbled into the camp of Midian, came to the tent, and struck it so that it fell, and turned it upside down, so that the tent lay flat."
    His fellow answered, "This is nothing other than the sword of Gideon the son of Joash, a man of Israel. God has delivered Midian into his hand, with all the army."
    It was so, when Gideon heard the telling of the dream and its interpretation, that he worshiped. Then he returned into the camp of Israel and said, "Arise, for Yahweh has delivered the army of Midian into your hand!"
    He divided the three hundred men into three companies, and he put into the hands of all of them trumpets and empty pitchers, with torches within the pitchers.
    偷来钱，两三天；血汗钱，万万年。
    一个鸡蛋吃不饱，一身臭名背到老。
    人心有部真文章，都被残编断简封固了；有部真鼓吹，都被妖歌艳舞湮没了。学者须扫除外物直觅本来，才有个真受用。苦心中常得悦心之趣；得意时便一失意之悲。——《菜根谭》
    玉炉香，红蜡泪，偏照画堂秋思。眉翠薄，鬓云残，夜长衾枕寒。梧桐树，三更雨，不道离情更苦。一叶叶，一声声，空阶滴到明。——温庭筠《更漏子》
    To Mrs. Gardiner, Wickham had one means of affording pleasure, unconnected with his general powers. About ten or a dozen years ago, before her marriage, she had spent a considerable time in that very part of Derbyshire to which he belonged. They had, therefore, many acquaintances in common; and though Wickham had been little there since the death of Darcy's father, it was yet in his power to give her fresher intelligence of her former friends than she had been in the way of procuring.
    Mrs. Gardiner had seen Pemberley, and known the late Mr. Darcy by character perfectly well. Here consequently was an inexhaustible subject of discourse. In comparing her recollection of Pemberley with the minute description which Wickham could give, and in bestowing her tribute of praise on the character of its late possessor, she was delighting both him and herself. On being made acquainted with the present Mr. Darcy's treatment of him, she tried to remember some of that gentleman's reputed disposition when quite a lad which might agree with it, and was confident at last that she recollected having heard Mr. Fitzwilliam Darcy formerly spoken of as a very proud, ill-natured boy.
    Mrs. Gardiner's caution to Elizabeth was punctually and kindly given on the first favourable opportunity of speaking to her alone; after honestly telling her what she thought, she thus went on:
    "You are too sensible a girl, Lizzy, to fall in love merely because you are warned against it; and, therefore, I am not afraid of speaking openly. Seriously, I would have you be on your guard. Do not involve yourself or endeavour to involve him in an affection which the want of fortune would make so very imprudent. I have nothing to say against him; he is a most interesting young man; and if he had the fortune he ought to have, I should think you could not do better. But as it is, you must not let your fancy run away with you. You have sense, and we all expect you to use it. Your father would depend on your resolution and good conduct, I am sure. You must not disappoint your father."
    百世修来同船渡，千世修来共枕眠。
    诗不穷人，人道得诗，胜如得官。有山川草木，纵横纸上；虫鱼鸟兽，飞动毫端。水到渠成，风来帆速，廿四中书考不难。惟诗也，是乾坤清气，造物须悭。金张许史浑闲，未必有功名久后看。算南朝将相，到今几姓；西湖名胜，只说孤山。象笏堆床，蝉冠满座，无此新诗传世间。杜陵老，向年时也自，井冻衣寒。——陈人杰《沁园春》
    作人要脱俗，不可存一矫俗之心；应世要随时，不可起一趋时之念。
    Rehoboam went to Shechem, for all Israel had come to Shechem to make him king. When Jeroboam the son of Nebat heard of it (for he was yet in Egypt, where he had fled from the presence of King Solomon, and Jeroboam lived in Egypt; and they sent and called him), Jeroboam and all the assembly of Israel came, and spoke to Rehoboam, saying, "Your father made our yoke difficult. Now therefore make the hard service of your father, and his heavy yoke which he put on us, lighter, and we will serve you."
    He said to them, "Depart for three days, then come back to me."
    King Rehoboam took counsel with the old men who had stood before Solomon his father while he yet lived, saying, "What counsel do you give me to answer these people?"
    They replied, "If you will be a servant to this people today, and will serve them, and answer them with good words, then they will be your servants forever."
    But he abandoned the counsel of the old men which they had given him, and took counsel with the young men who had grown up with him, who stood before him. He said to them, "What counsel do you give, that we may answer these people who have spoken to me, saying, 'Make the yoke that your father put on us lighter?'"
    The young men who had grown up with him said to him, "Tell these people who spoke to you, saying, 'Your father made our yoke heavy, but make it lighter to us'— tell them, 'My little finger is thicker than my father's waist. Now my father burdened you with a heavy yoke, but I will add to your yoke. My father chastised you with whips, but I will chastise you with scorpions.'"
    子曰：“志士仁人，无求生以害仁，有杀身以成仁。”
    人前若爱争长短，人后必然说是非。
    《与高适薛据登慈恩寺浮图》
    岑参
    塔势如涌出，孤高耸天宫。
    登临出世界，蹬道盘虚空。
    突兀压神州，峥嵘如鬼工。
    四角碍白日，七层摩苍穹。
    下窥指高鸟，俯听闻惊风。
    连山若波涛，奔凑如朝东。
    青槐夹驰道，宫馆何玲珑。
    秋色从西来，苍然满关中。
    五陵北原上，万古青蒙蒙。
    净理了可悟，胜因夙所宗。
    誓将挂冠去，觉道资无穷。
    Such was Catherine Morland at ten. At fifteen, appearances were mending; she began to curl her hair and long for balls; her complexion improved, her features were softened by plumpness and colour, her eyes gained more animation, and her figure more consequence. Her love of dirt gave way to an inclination for finery, and she grew clean as she grew smart; she had now the pleasure of sometimes hearing her father and mother remark on her personal improvement. "Catherine grows quite a good-looking girl--she is almost pretty today," were words which caught her ears now and then; and how welcome were the sounds! To look almost pretty is an acquisition of higher delight to a girl who has been looking plain the first fifteen years of her life than a beauty from her cradle can ever receive.
    Mrs. Morland was a very good woman, and wished to see her children everything they ought to be; but her time was so much occupied in lying-in and teaching the little ones, that her elder daughters were inevitably left to shift for themselves; and it was not very wonderful that Catherine, who had by nature nothing heroic about her, should prefer cricket, baseball, riding on horseback, and running about the country at the age of fourteen, to books--or at least books of information--for, provided that nothing like useful knowledge could be gained from them, provided they were all story and no reflection, she had never any objection to books at all. But from fifteen to seventeen she was in training for a heroine; she read all such works as heroines must read to supply their memories with those quotations which are so serviceable and so soothing in the vicissitudes of their eventful lives.
    子曰：“居上不宽，为礼不敬，临丧不哀，吾何以观之哉？”
    有话说在当面，有事摆在眼前。
    砍柴上山，捉鸟上树。
    寒从足下起，火从头上生。
    有志不在年高，有理不在会说。
    一正辟三邪，人正辟百邪。
    子曰：“凤鸟不至，河不出图，吾已矣夫！”
    槛菊愁烟兰泣露。罗幕轻寒，燕子双飞去。——晏殊《蝶恋花·槛菊愁烟兰泣露》
    千峰云起，骤雨一霎儿价。更远树斜阳，风景怎生图画？青旗卖酒，山那畔别有人家。只消山水光中，无事过这一夏。午醉醒时，松窗竹户，万千潇洒。野鸟飞来，又是一般闲暇。却怪白鸥，觑着人，欲下未下。旧盟都在，新来莫是，别有说话。——辛弃疾《丑奴儿近》
    Emma thanked him, but could not allow of his disappointing his friend on their account; her father was sure of his rubber. He re-urged--she re-declined; and he seemed then about to make his bow, when taking the paper from the table, she returned it--
    "Oh! here is the charade you were so obliging as to leave with us; thank you for the sight of it. We admired it so much, that I have ventured to write it into Miss Smith's collection. Your friend will not take it amiss I hope. Of course I have not transcribed beyond the first eight lines."
    Mr. Elton certainly did not very well know what to say. He looked rather doubtingly--rather confused; said something about "honour,"--glanced at Emma and at Harriet, and then seeing the book open on the table, took it up, and examined it very attentively. With the view of passing off an awkward moment, Emma smilingly said,
    "You must make my apologies to your friend; but so good a charade must not be confined to one or two. He may be sure of every woman's approbation while he writes with such gallantry."
    "I have no hesitation in saying," replied Mr. Elton, though hesitating a good deal while he spoke; "I have no hesitation in saying--at least if my friend feels at all as I do--I have not the smallest doubt that, could he see his little effusion honoured as I see it, (looking at the book again, and replacing it on the table), he would consider it as the proudest moment of his life."
    After this speech he was gone as soon as possible. Emma could not think it too soon; for with all his good and agreeable qualities, there was a sort of parade in his speeches which was very apt to incline her to laugh. She ran away to indulge the inclination, leaving the tender and the sublime of pleasure to Harriet's share.
    少壮不努力，老大徒悲伤。
    街南绿树春饶絮，雪满游春路；树头花艳染娇云，树底人家朱户。北楼闲上，疏帘高卷，直见街南树。阑干倚尽犹慵去，几度黄昏雨。晚春盘马踏青苔，曾傍绿荫深驻。落花犹在，香屏空掩，人面知何去。——晏几道《御街行》
    光阴黄金难买，一世如驹过隙。
    人之生也柔弱，其死也坚强。草木之生也柔脆，其死也枯槁。故坚强者死之徒，柔弱者生之徒。是以兵强则灭，木强则折，强大居下，柔弱居上。——《道德经》
    "Never is a black word. But yes, in the never of conversation, which means not very often, I do think it. For what is to be done in the church? Men love to distinguish themselves, and in either of the other lines distinction may be gained, but not in the church. A clergyman is nothing."
    "The nothing of conversation has its gradations, I hope, as well as the never. A clergyman cannot be high in state or fashion. He must not head mobs, or set the ton in dress. But I cannot call that situation nothing which has the charge of all that is of the first importance to mankind, individually or collectively considered, temporally and eternally, which has the guardianship of religion and morals, and consequently of the manners which result from their influence. No one here can call the office nothing. If the man who holds it is so, it is by the neglect of his duty, by foregoing its just importance, and stepping out of his place to appear what he ought not to appear."
    "You assign greater consequence to the clergyman than one has been used to hear given, or than I can quite comprehend. One does not see much of this influence and importance in society, and how can it be acquired where they are so seldom seen themselves? How can two sermons a week, even supposing them worth hearing, supposing the preacher to have the sense to prefer Blair's to his own, do all that you speak of? govern the conduct and fashion the manners of a large congregation for the rest of the week? One scarcely sees a clergyman out of his pulpit."
    程子曰：“今人不会读书。如读论语，未读时是此等人，读了后又只是此等人，便是不曾读。”
    子曰：“贤哉，回也！一箪食，一瓢饮，在陋巷。人不堪其忧，回也不改其乐。贤哉，回也！”
    “乐意相关禽对语，生香不断树交花”，此是无彼无此得真机。“野色更无山隔断，天光常与水相连”，此是彻上彻下得真意。吾人时时以此景象注之心目，何患心思不活泼，气象不宽平！——《菜根谭》
    "Who that knows what his misfortunes have been, can help feeling an interest in him?"
    "His misfortunes!" repeated Darcy contemptuously; "yes, his misfortunes have been great indeed."
    "And of your infliction," cried Elizabeth with energy. "You have reduced him to his present state of poverty--comparative poverty. You have withheld the advantages which you must know to have been designed for him. You have deprived the best years of his life of that independence which was no less his due than his desert. You have done all this! and yet you can treat the mention of his misfortune with contempt and ridicule."
    "And this," cried Darcy, as he walked with quick steps across the room, "is your opinion of me! This is the estimation in which you hold me! I thank you for explaining it so fully. My faults, according to this calculation, are heavy indeed! But perhaps," added he, stopping in his walk, and turning towards her, "these offenses might have been overlooked, had not your pride been hurt by my honest confession of the scruples that had long prevented my forming any serious design. These bitter accusations might have been suppressed, had I, with greater policy, concealed my struggles, and flattered you into the belief of my being impelled by unqualified, unalloyed inclination; by reason, by reflection, by everything. But disguise of every sort is my abhorrence. Nor am I ashamed of the feelings I related. They were natural and just. Could you expect me to rejoice in the inferiority of your connections?--to congratulate myself on the hope of relations, whose condition in life is so decidedly beneath my own?"
    运去金成铁，时来铁似金，读书须用意，一字值千金。
    一日读书一日功，一日不读十日空。
    晚妆初了明肌雪，春殿嫔娥鱼贯列。凤箫吹断水云闲，重按霓裳歌遍彻。临风谁更香屑，醉拍阑干情未切。归时休放烛花红，待踏马蹄清月夜。——李煜《玉楼春》
    急行慢行，前程只有多少路。
    好戏不唱三台，好曲不唱三遍。
    居家要俭，行旅要慎。
    野棠花落，又匆匆，过了清明时节。刬地东风欺客梦，一枕云屏寒怯。曲岸持觞，垂杨系马，此地曾轻别。楼空人去，旧游飞燕能说。闻道绮陌东头，行人长见，帘底纤纤月。旧恨春江流不尽，新恨云山千叠。料得明朝，尊前重见，镜里花难折。也应惊问：近来多少华发！——辛弃疾《念奴娇》
    Lucy went on. "I am rather of a jealous temper too by nature, and from our different situations in life, from his being so much more in the world than me, and our continual separation, I was enough inclined for suspicion, to have found out the truth in an instant, if there had been the slightest alteration in his behaviour to me when we met, or any lowness of spirits that I could not account for, or if he had talked more of one lady than another, or seemed in any respect less happy at Longstaple than he used to be. I do not mean to say that I am particularly observant or quick-sighted in general, but in such a case I am sure I could not be deceived."
    "All this," thought Elinor, "is very pretty; but it can impose upon neither of us."
    "But what," said she after a short silence, "are your views? or have you none but that of waiting for Mrs. Ferrars's death, which is a melancholy and shocking extremity?--Is her son determined to submit to this, and to all the tediousness of the many years of suspense in which it may involve you, rather than run the risk of her displeasure for a while by owning the truth?"
    "If we could be certain that it would be only for a while! But Mrs. Ferrars is a very headstrong proud woman, and in her first fit of anger upon hearing it, would very likely secure every thing to Robert, and the idea of that, for Edward's sake, frightens away all my inclination for hasty measures."
    "And for your own sake too, or you are carrying your disinterestedness beyond reason."
    人贫志短，马瘦毛长。
    一等二靠三落空，一想二干三成功。
    莫避春阴上马迟。春来未有不阴时。——辛弃疾《鹧鸪天·送欧阳国瑞入吴中》
    三年清知府，十万雪花银。
    子曰：“圣人，吾不得而见之矣；得见君子者，斯可矣。”子曰：“善人，吾不得而见之矣；得见有恒者，斯可矣。亡而为有，虚而为盈，约而为泰，难乎有恒矣。”——《论语》
    偷吃不肥，做贼不富。
    《贼退示官吏》
    元结
    癸卯岁西原贼入道州，焚烧杀掠，几尽而去。
    明年，贼又攻永州破邵，不犯此州边鄙而退。
    岂力能制敌欤？盖蒙其伤怜而已。
    诸使何为忍苦征敛，故作诗一篇以示官吏。
    昔岁逢太平，山林二十年。
    泉源在庭户，洞壑当门前。
    井税有常期，日晏犹得眠。
    忽然遭世变，数岁亲戎旃。
    今来典斯郡，山夷又纷然。
    城小贼不屠，人贫伤可怜。
    是以陷邻境，此州独见全。
    使臣将王命，岂不如贼焉。
    令彼征敛者，迫之如火煎。
    谁能绝人命，以作时世贤。
    思欲委符节，引竿自刺船。
    将家就鱼麦，归老江湖边。
    "Therefore we said, 'Let's now prepare to build ourselves an altar, not for burnt offering, nor for sacrifice; but it will be a witness between us and you, and between our generations after us, that we may perform the service of Yahweh before him with our burnt offerings, with our sacrifices, and with our peace offerings;' that your children may not tell our children in time to come, 'You have no portion in Yahweh.'
    "Therefore we said, 'It shall be, when they tell us or our generations this in time to come, that we shall say, "Behold the pattern of Yahweh's altar, which our fathers made, not for burnt offering, nor for sacrifice; but it is a witness between us and you."'
    "Far be it from us that we should rebel against Yahweh, and turn away today from following Yahweh, to build an altar for burnt offering, for meal offering, or for sacrifice, besides Yahweh our God's altar that is before his tabernacle!"
    When Phinehas the priest, and the princes of the congregation, even the heads of the thousands of Israel that were with him, heard the words that the children of Reuben and the children of Gad and the children of Manasseh spoke, it pleased them well. Phinehas the son of Eleazar the priest said to the children of Reuben, to the children of Gad, and to the children of Manasseh, "Today we know that Yahweh is among us, because you have not committed this trespass against Yahweh. Now you have delivered the children of Israel out of Yahweh's hand." Phinehas the son of Eleazar the priest, and the princes, returned from the children of Reuben, and from the children of Gad, out of the land of Gilead, to the land of Canaan, to the children of Israel, and brought them word again. The thing pleased the children of Israel; and the children of Israel blessed God, and spoke no more of going up against them to war, to destroy the land in which the children of Reuben and the children of Gad lived. The children of Reuben and the children of Gad named the altar "A Witness Between Us that Yahweh is God."
    家人有过不宜暴扬，不宜轻弃。此事难言，借他事而隐讽之。今日不悟，俟来日正警之。如春风之解冻、和气之消冰，才是家庭的型范。
    会说的不如会听的，会教的不如会学的。
    子曰：“躬自厚而薄责于人，则远怨矣。”
    《遣怀》
    杜牧
    落魄江湖载酒行，楚腰纤细掌中轻。
    十年一觉扬州梦，赢得青楼薄幸名。
    子张问曰：“令尹子文三仕为令尹，无喜色；三已之，无愠色。旧令尹之政，必以告新令尹。何如？”子曰：“忠矣。”曰：“仁矣乎？”曰：“未知，焉得仁？”“崔子弒齐君，陈文子有马十乘，弃而违之。至于他邦，则曰：‘犹吾大夫崔子也。’违之。之一邦，则又曰：‘犹吾大夫崔子也。’违之。何如？”子曰：“清矣。”曰：“仁矣乎？”曰：“未知。焉得仁？”——《论语》
    "Are you ill, Miss Dashwood?--you seem low--you don't speak;--sure you an't well."
    "I am glad of it with all my heart; but really you did not look it. I should be sorry to have YOU ill; you, that have been the greatest comfort to me in the world!--Heaven knows what I should have done without your friendship."--
    Elinor tried to make a civil answer, though doubting her own success. But it seemed to satisfy Lucy, for she directly replied,
    "Indeed I am perfectly convinced of your regard for me, and next to Edward's love, it is the greatest comfort I have.--Poor Edward!--But now there is one good thing, we shall be able to meet, and meet pretty often, for Lady Middleton's delighted with Mrs. Dashwood, so we shall be a good deal in Harley Street, I dare say, and Edward spends half his time with his sister--besides, Lady Middleton and Mrs. Ferrars will visit now;--and Mrs. Ferrars and your sister were both so good to say more than once, they should always be glad to see me.-- They are such charming women!--I am sure if ever you tell your sister what I think of her, you cannot speak too high."
    But Elinor would not give her any encouragement to hope that she SHOULD tell her sister. Lucy continued.
    "I am sure I should have seen it in a moment, if Mrs. Ferrars had took a dislike to me. If she had only made me a formal courtesy, for instance, without saying a word, and never after had took any notice of me, and never looked at me in a pleasant way--you know what I mean--if I had been treated in that forbidding sort of way, I should have gave it all up in despair. I could not have stood it. For where she DOES dislike, I know it is most violent."
    《积雨辋川庄作》
    王维
    积雨空林烟火迟，蒸藜炊黍饷东菑。
    漠漠水田飞白鹭，阴阴夏木啭黄鹂。
    山中习静观朝槿，松下清斋折露葵。
    野老与人争席罢，海鸥何事更相疑。
    松树千年终是朽，槿花一日自为荣。——白居易《放言五首·其五》
    子张曰：“士见危致命，见得思义，祭思敬，丧思哀，其可已矣。”
    泪眼问花花不语，乱红飞过秋千去。——欧阳修《蝶恋花·庭院深深深几许》
    Emma then looked up, and immediately saw how it was; and after a moment's debate, as to whether it should pass unnoticed or not, replied,
    After another short hesitation, "I hope it does not proceed from--I hope it is not in compliment to Mr. Elton?"
    "Mr. Elton indeed!" cried Harriet indignantly.--"Oh! no"--and Emma could just catch the words, "so superior to Mr. Elton!"
    She then took a longer time for consideration. Should she proceed no farther?--should she let it pass, and seem to suspect nothing?--Perhaps Harriet might think her cold or angry if she did; or perhaps if she were totally silent, it might only drive Harriet into asking her to hear too much; and against any thing like such an unreserve as had been, such an open and frequent discussion of hopes and chances, she was perfectly resolved.--She believed it would be wiser for her to say and know at once, all that she meant to say and know. Plain dealing was always best. She had previously determined how far she would proceed, on any application of the sort; and it would be safer for both, to have the judicious law of her own brain laid down with speed.--She was decided, and thus spoke--
    "Harriet, I will not affect to be in doubt of your meaning. Your resolution, or rather your expectation of never marrying, results from an idea that the person whom you might prefer, would be too greatly your superior in situation to think of you. Is not it so?"
    "Oh! Miss Woodhouse, believe me I have not the presumption to suppose-- Indeed I am not so mad.--But it is a pleasure to me to admire him at a distance--and to think of his infinite superiority to all the rest of the world, with the gratitude, wonder, and veneration, which are so proper, in me especially."
    墙角数枝梅，凌寒独自开。——王安石《梅花 / 梅》
    积钱不如教子，闲坐不如看书。
    古人学问无遗力，少壮工夫老始成。——陆游《冬夜读书示子聿》
    子贡问君子。子曰：“先行其言，而后从之。”
    休别有鱼处，莫恋浅滩头。
    陌上柔桑破嫩芽，东邻蚕种已生些。平冈细草鸣黄犊，斜日寒林点暮鸦。山远近，路横斜，青旗沽酒有人家。城中桃李愁风雨，春在溪头荠菜花。——辛弃疾《鹧鸪天》
    "Oh! A vast deal indeed; she hardly talked of anything else."
    "Did she tell you what part of Gloucestershire they come from?"
    "Yes, she did; but I cannot recollect now. But they are very good kind of people, and very rich. Mrs. Tilney was a Miss Drummond, and she and Mrs. Hughes were schoolfellows; and Miss Drummond had a very large fortune; and, when she married, her father gave her twenty thousand pounds, and five hundred to buy wedding-clothes. Mrs. Hughes saw all the clothes after they came from the warehouse."
    "Yes, I fancy they are, but I am not quite certain. Upon recollection, however, I have a notion they are both dead; at least the mother is; yes, I am sure Mrs. Tilney is dead, because Mrs. Hughes told me there was a very beautiful set of pearls that Mr. Drummond gave his daughter on her wedding-day and that Miss Tilney has got now, for they were put by for her when her mother died."
    "I cannot be quite positive about that, my dear; I have some idea he is; but, however, he is a very fine young man, Mrs. Hughes says, and likely to do very well."
    Catherine inquired no further; she had heard enough to feel that Mrs. Allen had no real intelligence to give, and that she was most particularly unfortunate herself in having missed such a meeting with both brother and sister. Could she have foreseen such a circumstance, nothing should have persuaded her to go out with the others; and, as it was, she could only lament her ill luck, and think over what she had lost, till it was clear to her that the drive had by no means been very pleasant and that John Thorpe himself was quite disagreeable.
    红颜未老恩先断，斜倚薰笼坐到明。——白居易《后宫词》
    芳菲园林看蜂忙，觑破几般尘情世态；寂寞衡茅观燕寝，引起一种冷趣幽思。
    龙游浅水遭虾戏，虎落平阳被犬欺。
    《寄扬州韩绰判官》
    杜牧
    青山隐隐水迢迢，秋尽江南草未凋。
    二十四桥明月夜，玉人何处教吹箫。
    行到水穷处，坐看云起时。——王维《终南别业 / 初至山中 / 入山寄城中故人》
    可堪孤馆闭春寒，杜鹃声里斜阳暮。——秦观《踏莎行·郴州旅舍》
    "But, in spite of all her friends' urgency, and her own wish of seeing Ireland, Miss Fairfax prefers devoting the time to you and Mrs. Bates?"
    "Yes--entirely her own doing, entirely her own choice; and Colonel and Mrs. Campbell think she does quite right, just what they should recommend; and indeed they particularly wish her to try her native air, as she has not been quite so well as usual lately."
    "I am concerned to hear of it. I think they judge wisely. But Mrs. Dixon must be very much disappointed. Mrs. Dixon, I understand, has no remarkable degree of personal beauty; is not, by any means, to be compared with Miss Fairfax."
    "Oh! no. You are very obliging to say such things--but certainly not. There is no comparison between them. Miss Campbell always was absolutely plain--but extremely elegant and amiable."
    "Jane caught a bad cold, poor thing! so long ago as the 7th of November, (as I am going to read to you,) and has never been well since. A long time, is not it, for a cold to hang upon her? She never mentioned it before, because she would not alarm us. Just like her! so considerate!--But however, she is so far from well, that her kind friends the Campbells think she had better come home, and try an air that always agrees with her; and they have no doubt that three or four months at Highbury will entirely cure her--and it is certainly a great deal better that she should come here, than go to Ireland, if she is unwell. Nobody could nurse her, as we should do."
    "It appears to me the most desirable arrangement in the world."
    子曰：“吾自卫反鲁，然后乐正，雅颂各得其所。”
    子曰：“参乎！吾道一以贯之。”曾子曰：“唯。”子出。门人问曰：“何谓也？”曾子曰：“夫子之道，忠恕而已矣。”
    卷地风来忽吹散，望湖楼下水如天。——苏轼《六月二十七日望湖楼醉书》
    The evening altogether passed off pleasantly to the whole family. Mrs. Bennet had seen her eldest daughter much admired by the Netherfield party. Mr. Bingley had danced with her twice, and she had been distinguished by his sisters. Jane was as much gratified by this as her mother could be, though in a quieter way. Elizabeth felt Jane's pleasure. Mary had heard herself mentioned to Miss Bingley as the most accomplished girl in the neighbourhood; and Catherine and Lydia had been fortunate enough never to be without partners, which was all that they had yet learnt to care for at a ball. They returned, therefore, in good spirits to Longbourn, the village where they lived, and of which they were the principal inhabitants. They found Mr. Bennet still up. With a book he was regardless of time; and on the present occasion he had a good deal of curiosity as to the event of an evening which had raised such splendid expectations. He had rather hoped that his wife's views on the stranger would be disappointed; but he soon found out that he had a different story to hear.
    "Oh! my dear Mr. Bennet," as she entered the room, "we have had a most delightful evening, a most excellent ball. I wish you had been there. Jane was so admired, nothing could be like it. Everybody said how well she looked; and Mr. Bingley thought her quite beautiful, and danced with her twice! Only think of that, my dear; he actually danced with her twice! and she was the only creature in the room that he asked a second time. First of all, he asked Miss Lucas. I was so vexed to see him stand up with her! But, however, he did not admire her at all; indeed, nobody can, you know; and he seemed quite struck with Jane as she was going down the dance. So he inquired who she was, and got introduced, and asked her for the two next. Then the two third he danced with Miss King, and the two fourth with Maria Lucas, and the two fifth with Jane again, and the two sixth with Lizzy, and the Boulanger--"
    栖守道德者，寂寞一时；依阿权势者，凄凉万古。达人观物外之物，思身后之身，宁受一时之寂寞，毋取万古之凄凉。
    水急客舟疾，山花拂面香。——李白《秋浦歌十七首》
    一天省下一两粮，十年要用仓来装。
    毁人者不美，而受人毁者遭一番讪谤便加一番修省，可释回而增美；欺人者非福，而受人欺者遇一番横逆便长一番器宇，可以转祸而为福。——《菜根谭》
    春宵苦短日高起，从此君王不早朝。——白居易《长恨歌》
    "Ah! my dear, but Perry had many doubts about the sea doing her any good; and as to myself, I have been long perfectly convinced, though perhaps I never told you so before, that the sea is very rarely of use to any body. I am sure it almost killed me once."
    "Come, come," cried Emma, feeling this to be an unsafe subject, "I must beg you not to talk of the sea. It makes me envious and miserable;--I who have never seen it! South End is prohibited, if you please. My dear Isabella, I have not heard you make one inquiry about Mr. Perry yet; and he never forgets you."
    "Why, pretty well; but not quite well. Poor Perry is bilious, and he has not time to take care of himself--he tells me he has not time to take care of himself--which is very sad--but he is always wanted all round the country. I suppose there is not a man in such practice anywhere. But then there is not so clever a man any where."
    "And Mrs. Perry and the children, how are they? do the children grow? I have a great regard for Mr. Perry. I hope he will be calling soon. He will be so pleased to see my little ones."
    "I hope he will be here to-morrow, for I have a question or two to ask him about myself of some consequence. And, my dear, whenever he comes, you had better let him look at little Bella's throat."
    "Oh! my dear sir, her throat is so much better that I have hardly any uneasiness about it. Either bathing has been of the greatest service to her, or else it is to be attributed to an excellent embrocation of Mr. Wingfield's, which we have been applying at times ever since August."
    《老将行》
    王维
    少年十五二十时，步行夺得胡马骑。
    射杀山中白额虎，肯数邺下黄须儿。
    一身转战三千里，一剑曾当百万师。
    汉兵奋迅如霹雳，虏骑奔腾畏蒺藜。
    卫青不败由天幸，李广无功缘数奇。
    自从弃置便衰朽，世事蹉跎成白首。
    昔时飞箭无全目，今日垂杨生左肘。
    路傍时卖故侯瓜，门前学种先生柳。
    苍茫古木连穷巷，寥落寒山对虚牖。
    誓令疏勒出飞泉，不似颍川空使酒。
    贺兰山下阵如云，羽檄交驰日夕闻。
    节使三河募年少，诏书五道出将军。
    试拂铁衣如雪色，聊持宝剑动星文。
    愿得燕弓射天将，耻令越甲鸣吾君。
    莫嫌旧日云中守，犹堪一战取功勋。
    Then he called to me, and spoke to me, saying, "Behold, those who go toward the north country have quieted my spirit in the north country."
    Yahweh's word came to me, saying, "Take of them of the captivity, even of Heldai, of Tobijah, and of Jedaiah; and come the same day, and go into the house of Josiah the son of Zephaniah, where they have come from Babylon. Yes, take silver and gold, and make crowns, and set them on the head of Joshua the son of Jehozadak, the high priest; and speak to him, saying, 'Yahweh of Armies says, "Behold, the man whose name is the Branch! He will grow up out of his place; and he will build Yahweh's temple. He will build Yahweh's temple. He will bear the glory, and will sit and rule on his throne. He will be a priest on his throne. The counsel of peace will be between them both. The crowns shall be to Helem, to Tobijah, to Jedaiah, and to Hen the son of Zephaniah, for a memorial in Yahweh's temple.
    Those who are far off shall come and build in Yahweh's temple; and you shall know that Yahweh of Armies has sent me to you. This will happen, if you will diligently obey Yahweh your God's voice."'"
    In the fourth year of King Darius, Yahweh's word came to Zechariah in the fourth day of the ninth month, the month of Chislev. The people of Bethel sent Sharezer and Regem Melech and their men to entreat Yahweh's favor, and to speak to the priests of the house of Yahweh of Armies and to the prophets, saying, "Should I weep in the fifth month, separating myself, as I have done these so many years?"
    天时人事日相催，冬至阳生春又来。——杜甫《小至》
    江南忆，其次忆吴宫。吴酒一杯春竹叶，吴娃双舞醉芙蓉。早晚复相逢？——白居易《忆江南》
    莺初解语，最是一年春好处。——苏轼《减字木兰花·莺初解语》
    缓辔西风，叹三宿，迟迟行客。桑梓外，锄渐入，柳坊花陌。双阙远腾龙凤影，九门空锁鸳鸯翼。更无人，擫笛傍宫墙，苔花碧。天相汉，民怀国。天厌虏。臣离德。趁建瓴一举，并收鳌极。老子岂无经世术，诗人不预平戎策。办一襟，风月看升平，吟春色。——史达祖《满江红-九月二十一日出京怀古》
    It was not to be supposed that time would give Lydia that embarrassment from which she had been so wholly free at first. Her ease and good spirits increased. She longed to see Mrs. Phillips, the Lucases, and all their other neighbours, and to hear herself called "Mrs. Wickham" by each of them; and in the mean time, she went after dinner to show her ring, and boast of being married, to Mrs. Hill and the two housemaids.
    "Well, mamma," said she, when they were all returned to the breakfast room, "and what do you think of my husband? Is not he a charming man? I am sure my sisters must all envy me. I only hope they may have half my good luck. They must all go to Brighton. That is the place to get husbands. What a pity it is, mamma, we did not all go."
    "Very true; and if I had my will, we should. But my dear Lydia, I don't at all like your going such a way off. Must it be so?"
    "Oh, lord! yes;--there is nothing in that. I shall like it of all things. You and papa, and my sisters, must come down and see us. We shall be at Newcastle all the winter, and I dare say there will be some balls, and I will take care to get good partners for them all."
    "And then when you go away, you may leave one or two of my sisters behind you; and I dare say I shall get husbands for them before the winter is over."
    "I thank you for my share of the favour," said Elizabeth; "but I do not particularly like your way of getting husbands."
    Their visitors were not to remain above ten days with them. Mr. Wickham had received his commission before he left London, and he was to join his regiment at the end of a fortnight.
    《送李端》
    卢伦
    故关衰草遍，离别正堪悲。
    路出寒云外，人归暮雪时。
    少孤为客早，多难识君迟。
    掩泣空相向，风尘何所期。
    人无千日好，花无百日红。
    孔子曰：“天下有道，则礼乐征伐自天子出；天下无道，则礼乐征伐自诸侯出。自诸侯出，盖十世希不失矣；自大夫出，五世希不失矣；陪臣执国命，三世希不失矣。天下有道，则政不在大夫。天下有道，则庶人不议。”——《论语》
    He said to me, "Count for me those who haven't yet come. Gather together for me the drops that are scattered abroad, and make the withered flowers green again for me. Open for me the chambers that are closed, and bring out the winds for me that are shut up in them. Or show me the image of a voice. Then I will declare to you the travail that you asked to see."
    And I said, "O sovereign Lord, who may know these things except he who doesn't have his dwelling with men? As for me, I lack wisdom. How can I then speak of these things you asked me about?"
    Then said he to me, "Just as you can do none of these things that I have spoken of, even so you can't find out my judgment, or the end of the love that I have promised to my people."
    I said, "But, behold, O Lord, you have made the promise to those who are alive at the end. What should they do who have been before us, or we ourselves, or those who will come after us?"
    He said to me, "I will compare my judgment to a ring. Just as there is no slowness of those who are last, even so there is no swiftness of those who be first."
    So I answered, "Couldn't you make them all at once that have been made, and that are now, and that are yet to come, that you might show your judgment sooner?"
    Then he answered me, "The creature may not move faster than the creator, nor can the world hold them at once who will be created in it."
    And I said, "How have you said to your servant, that you will surely make alive at once the creature that you have created? If therefore they will be alive at once, and the creation will sustain them, even so it might now also support them to be present at once."
    奢者富而不足，何如俭者贫而有余。能者劳而俯怨，何如拙者逸而全真。
    东南形胜，三吴都会，钱塘自古繁华。烟柳画桥，风帘翠幕，参差十万人家。云树绕堤沙。怒涛卷霜雪，天堑无涯。市列珠玑，户盈罗绮说豪奢。重湖叠巘清嘉，有三秋桂子，十里荷花，羌管弄晴，菱歌泛夜，嬉嬉钓叟莲娃。千骑拥高牙。乘醉听箫鼓，吟赏烟霞。异日图将好景，归去凤池夸。——柳永《望海潮》
    When we had come to Jerusalem, the brothers received us gladly. The day following, Paul went in with us to James; and all the elders were present. When he had greeted them, he reported one by one the things which God had worked among the Gentiles through his ministry. They, when they heard it, glorified God. They said to him, "You see, brother, how many thousands there are among the Jews of those who have believed, and they are all zealous for the law. They have been informed about you, that you teach all the Jews who are among the Gentiles to forsake Moses, telling them not to circumcise their children and not to walk after the customs. What then? The assembly must certainly meet, for they will hear that you have come. Therefore do what we tell you. We have four men who have taken a vow. Take them and purify yourself with them, and pay their expenses for them, that they may shave their heads. Then all will know that there is no truth in the things that they have been informed about you, but that you yourself also walk keeping the law. But concerning the Gentiles who believe, we have written our decision that they should observe no such thing, except that they should keep themselves from food offered to idols, from blood, from strangled things, and from sexual immorality."
    Then Paul took the men, and the next day purified himself and went with them into the temple, declaring the fulfillment of the days of purification, until the offering was offered for every one of them. When the seven days were almost completed, the Jews from Asia, when they saw him in the temple, stirred up all the multitude and laid hands on him, crying out, "Men of Israel, help! This is the man who teaches all men everywhere against the people, and the law, and this place. Moreover, he also brought Greeks into the temple and has defiled this holy place!" For they had seen Trophimus the Ephesian, with him in the city, and they supposed that Paul had brought him into the temple.
    仇边之弩易避，而恩里之戈难防；苦时之坎易逃，而乐处之阱难脱。
    桃李风前多妩媚，杨柳更温柔。——辛弃疾《武陵春·桃李风前多妩媚》
    君子报仇三年，小人报仇眼前。
    孤灯不明思欲绝，卷帷望月空长叹。美人如花隔云端！——李白《长相思·其一》
    反者道之动；弱者道之用。天下万物生于有，有生于无。
    何人解赏西湖好，佳景无时。——欧阳修《采桑子·何人解赏西湖好》
    "I tell you, keep asking, and it will be given you. Keep seeking, and you will find. Keep knocking, and it will be opened to you. For everyone who asks receives. He who seeks finds. To him who knocks it will be opened.
    "Which of you fathers, if your son asks for bread, will give him a stone? Or if he asks for a fish, he won't give him a snake instead of a fish, will he? Or if he asks for an egg, he won't give him a scorpion, will he? If you then, being evil, know how to give good gifts to your children, how much more will your heavenly Father give the Holy Spirit to those who ask him?"
    He was casting out a demon, and it was mute. When the demon had gone out, the mute man spoke; and the multitudes marveled. But some of them said, "He casts out demons by Beelzebul, the prince of the demons." Others, testing him, sought from him a sign from heaven. But he, knowing their thoughts, said to them, "Every kingdom divided against itself is brought to desolation. A house divided against itself falls. If Satan also is divided against himself, how will his kingdom stand? For you say that I cast out demons by Beelzebul. But if I cast out demons by Beelzebul, by whom do your children cast them out? Therefore they will be your judges. But if I by God's finger cast out demons, then God's Kingdom has come to you.
    "When the strong man, fully armed, guards his own dwelling, his goods are safe. But when someone stronger attacks him and overcomes him, he takes from him his whole armor in which he trusted, and divides his plunder.
    眼睛害病从手起，肚子害病从嘴起。
    伶俐人一拨三转，糊涂人棒打不回。
    一念过差，足丧生平之善；终身检饬，难盖一事之愆。
    细雨斜风作晓寒。淡烟疏柳媚晴滩。——苏轼《浣溪沙·元丰七年十二月二十四日从泗州刘倩叔游南山》
    独柴难引火，蓬柴火焰高。
    胆大走遍天下，胆小寸步难行。
    子曰：“弟子入则孝，出则弟，谨而信，泛爱众，而亲仁。行有余力，则以学文。”
    巴子城头青草暮，巴山重叠相逢处。燕子占巢花脱树，杯且举，瞿塘水阔舟难渡。天外吴门清路，君家正在吴门住。赠我柳枝情几许。春满缕，为君将入江南去。——张先《渔家傲》
    It came to pass, when the Gentiles all around heard that the altar had been rebuilt and the sanctuary dedicated as before, they were exceedingly angry. They took counsel to destroy the race of Jacob that was in the midst of them, and they began to kill and destroy among the people. Judas fought against the children of Esau in Idumaea at Akrabattine, because they besieged Israel. He struck them with a great slaughter, humbled them, and took their spoils. He remembered the wickedness of the children of Baean, who were a snare and a stumbling block to the people, lying in wait for them on the highways. They were shut up by him in the towers. He encamped against them, and destroyed them utterly, and burned with fire the towers of the place with all who were in them. He passed over to the children of Ammon, and found a mighty band and many people, with Timotheus for their leader. He fought many battles with them, and they were defeated before his face. He struck them, and took possession of Jazer and its villages, and returned again into Judea.
    The Gentiles who were in Gilead gathered themselves together against the Israelites who were on their borders, to destroy them. They fled to the stronghold of Dathema, and sent letters to Judas and his kindred, saying, "The Gentiles who are around us are gathered together against us to destroy us. They are preparing to come and get possession of the stronghold where we fled for refuge, and Timotheus is the leader of their army. Now therefore come and deliver us from their hand, for many of us have fallen. All our kindred who were in the land of Tubias have been put to death. They have carried their wives, their children, and their stuff into captivity. They destroyed about a thousand men there."
    未必素娥无怅恨，玉蟾清冷桂花孤。——晏殊《中秋月》
    顺天者存，逆天者亡。
    子曰：“群居终日，言不及义，好行小慧，难矣哉！”
    《次北固山下》
    王湾
    客路青山下，行舟绿水前。
    潮平两岸阔，风正一帆悬。
    海日生残夜，江春入旧年。
    乡书何处达，归雁洛阳边。
    酒美梅酸，恰称人怀抱。——李清照《蝶恋花·上巳召亲族》
    劝人终有益，挑唆害无穷。
    《城南感怀呈永叔》
    苏舜钦
    春阳泛野动，春阴与天低。
    远林气蔼蔼，长道风依依。
    览物虽暂适，感怀翻然移。
    所见既可骇，所闻良可悲。
    去年水后旱，田亩不及犁。
    冬温晚得雪，宿麦生者稀。
    前去固无望，即日已苦饥。
    老稚满田野，斫掘寻凫茈。
    此物近亦尽，卷耳共所资。
    昔云能驱风，充腹理不疑；
    今乃有毒厉，肠胃生疮痍。
    十月七八死，当路横其尸。
    犬彘咋其骨，乌鸢啄其皮。
    胡为残良民，令此鸟兽肥？
    天岂意如此？泱荡莫可知！
    高位厌梁肉，坐论搀云霓。
    岂无富人术，使之长熙熙？
    我今饥伶俜，悯此复自思：
    自济既不暇，将复奈尔为！
    愁愤徒满胸，嵘𡵓不能齐。
    She hesitated a moment, and then replied, "With you, if you will ask me."
    "Indeed I will. You have shewn that you can dance, and you know we are not really so much brother and sister as to make it at all improper."
    This little explanation with Mr. Knightley gave Emma considerable pleasure. It was one of the agreeable recollections of the ball, which she walked about the lawn the next morning to enjoy.--She was extremely glad that they had come to so good an understanding respecting the Eltons, and that their opinions of both husband and wife were so much alike; and his praise of Harriet, his concession in her favour, was peculiarly gratifying. The impertinence of the Eltons, which for a few minutes had threatened to ruin the rest of her evening, had been the occasion of some of its highest satisfactions; and she looked forward to another happy result--the cure of Harriet's infatuation.--From Harriet's manner of speaking of the circumstance before they quitted the ballroom, she had strong hopes. It seemed as if her eyes were suddenly opened, and she were enabled to see that Mr. Elton was not the superior creature she had believed him. The fever was over, and Emma could harbour little fear of the pulse being quickened again by injurious courtesy. She depended on the evil feelings of the Eltons for supplying all the discipline of pointed neglect that could be farther requisite.--Harriet rational, Frank Churchill not too much in love, and Mr. Knightley not wanting to quarrel with her, how very happy a summer must be before her!
    孟氏使阳肤为士师，问于曾子。曾子曰：“上失其道，民散久矣。如得其情，则哀矜而勿喜。”
    尺有尺用，寸有寸用。
    《送綦毋潜落第还乡》
    王维
    圣代无隐者，英灵尽来归。
    遂令东山客，不得顾采薇。
    既至金门远，孰云吾道非。
    江淮度寒食，京洛缝春衣。
    置酒长安道，同心与我违。
    行当浮桂棹，未几拂荆扉。
    远树带行客，孤城当落晖。
    吾谋适不用，勿谓知音稀。
    苔枝缀玉，有翠禽小小，枝上同宿。客里相逢，篱角黄昏，无言自倚修竹。昭君不惯胡沙远，但暗忆江南江北。想佩环，月夜归来，化作此花幽独。犹记深宫旧事，那人正睡里。飞近蛾绿。莫似东风，不管盈盈，早与安排金屋，还教一片随波去，又却怨玉龙哀曲。特恁时，重见幽香，已入小窗横幅。——姜夔《疏影》
    Elizabeth allowed that he had given a very rational account of it, and they continued talking together, with mutual satisfaction till supper put an end to cards, and gave the rest of the ladies their share of Mr. Wickham's attentions. There could be no conversation in the noise of Mrs. Phillips's supper party, but his manners recommended him to everybody. Whatever he said, was said well; and whatever he did, done gracefully. Elizabeth went away with her head full of him. She could think of nothing but of Mr. Wickham, and of what he had told her, all the way home; but there was not time for her even to mention his name as they went, for neither Lydia nor Mr. Collins were once silent. Lydia talked incessantly of lottery tickets, of the fish she had lost and the fish she had won; and Mr. Collins in describing the civility of Mr. and Mrs. Phillips, protesting that he did not in the least regard his losses at whist, enumerating all the dishes at supper, and repeatedly fearing that he crowded his cousins, had more to say than he could well manage before the carriage stopped at Longbourn House.
    Elizabeth related to Jane the next day what had passed between Mr. Wickham and herself. Jane listened with astonishment and concern; she knew not how to believe that Mr. Darcy could be so unworthy of Mr. Bingley's regard; and yet, it was not in her nature to question the veracity of a young man of such amiable appearance as Wickham. The possibility of his having endured such unkindness, was enough to interest all her tender feelings; and nothing remained therefore to be done, but to think well of them both, to defend the conduct of each, and throw into the account of accident or mistake whatever could not be otherwise explained.
    程子曰：“读论语：有读了全然无事者；有读了后其中得一两句喜者；有读了后知好之者；有读了后直有不知手之舞之足之蹈之者。”
    寄相思，寒雨灯窗，芙蓉旧院。——吴文英《宴清都·秋感》
    照野旌旗，朝天车马，平沙万里天低。宝带金章，尊前茸帽风。秦关汴水经行地，想登临，都付新诗。纵英游，迭鼓清笳，骏马名。酒酣应对燕山雪，正冰河月冻，晓陇云飞。报老残年，江南谁念方回？东风渐绿西湖柳，雁已还，人未南归。最关情，折尽梅花，难寄相思。——周密《高阳台-送陈君衡被召》
    Jesus went out from there and withdrew into the region of Tyre and Sidon. Behold, a Canaanite woman came out from those borders and cried, saying, "Have mercy on me, Lord, you son of David! My daughter is severely possessed by a demon!"
    But he answered her not a word.
    His disciples came and begged him, saying, "Send her away; for she cries after us."
    But he answered, "I wasn't sent to anyone but the lost sheep of the house of Israel."
    But she came and worshiped him, saying, "Lord, help me."
    But he answered, "It is not appropriate to take the children's bread and throw it to the dogs."
    But she said, "Yes, Lord, but even the dogs eat the crumbs which fall from their masters' table."
    Then Jesus answered her, "Woman, great is your faith! Be it done to you even as you desire."And her daughter was healed from that hour.
    Jesus departed from there and came near to the sea of Galilee; and he went up on the mountain and sat there. Great multitudes came to him, having with them the lame, blind, mute, maimed, and many others, and they put them down at his feet. He healed them, so that the multitude wondered when they saw the mute speaking, the injured healed, the lame walking, and the blind seeing—and they glorified the God of Israel.
    Jesus summoned his disciples and said, "I have compassion on the multitude, because they have continued with me now three days and have nothing to eat. I don't want to send them away fasting, or they might faint on the way."
    The disciples said to him, "Where could we get so many loaves in a deserted place as to satisfy so great a multitude?"
    自恨枝无叶，莫怨太阳偏。
    《江乡故人偶集客舍》
    戴叔伦
    天秋月又满，城阙夜千重。
    还作江南会，翻疑梦里逢。
    风枝惊暗鹊，露草覆寒虫。
    羁旅长堪醉，相留畏晓钟。
    《金错刀行》
    陆游
    黄金错刀白玉装，夜穿窗扉出光芒。
    丈夫五十功未立，提刀独立顾八荒。
    京华结交尽奇士，意气相期共生死。
    千年史册耻无名，一片丹心报天子。
    尔来从军天汉滨，南山晓雪玉嶙峋。
    呜呼！楚虽三户能亡秦，岂有堂堂中国空无人！
    The next day opened a new scene at Longbourn. Mr. Collins made his declaration in form. Having resolved to do it without loss of time, as his leave of absence extended only to the following Saturday, and having no feelings of diffidence to make it distressing to himself even at the moment, he set about it in a very orderly manner, with all the observances, which he supposed a regular part of the business. On finding Mrs. Bennet, Elizabeth, and one of the younger girls together, soon after breakfast, he addressed the mother in these words:
    "May I hope, madam, for your interest with your fair daughter Elizabeth, when I solicit for the honour of a private audience with her in the course of this morning?"
    Before Elizabeth had time for anything but a blush of surprise, Mrs. Bennet answered instantly, "Oh dear!--yes--certainly. I am sure Lizzy will be very happy--I am sure she can have no objection. Come, Kitty, I want you up stairs." And, gathering her work together, she was hastening away, when Elizabeth called out:
    "Dear madam, do not go. I beg you will not go. Mr. Collins must excuse me. He can have nothing to say to me that anybody need not hear. I am going away myself."
    "No, no, nonsense, Lizzy. I desire you to stay where you are." And upon Elizabeth's seeming really, with vexed and embarrassed looks, about to escape, she added: "Lizzy, I insist upon your staying and hearing Mr. Collins."
    Elizabeth would not oppose such an injunction--and a moment's consideration making her also sensible that it would be wisest to get it over as soon and as quietly as possible, she sat down again and tried to conceal, by incessant employment the feelings which were divided between distress and diversion. Mrs. Bennet and Kitty walked off, and as soon as they were gone, Mr. Collins began.
    春路雨添花，花动一山春色。——秦观《好事近·梦中作》
    若非群玉山头见，会向瑶台月下逢。——李白《清平调·其一》
    十成收粮，九成靠秧。
    《登岳阳楼》
    杜甫
    昔闻洞庭水，今上岳阳楼。
    吴楚东南坼，乾坤日夜浮。
    亲朋无一字，老病有孤舟。
    戎马关山北，凭轩涕泗流。
    不怕黑李逵，只怕哭刘备。
    "Oh! yes, I observed it, I assure you. It was not lost on me. But still I cannot imagine she would not be persuaded."
    Harriet was soon back again, and the proposal almost immediately made; and she had no scruples which could stand many minutes against the earnest pressing of both the others. Emma wished to go to work directly, and therefore produced the portfolio containing her various attempts at portraits, for not one of them had ever been finished, that they might decide together on the best size for Harriet. Her many beginnings were displayed. Miniatures, half-lengths, whole-lengths, pencil, crayon, and water-colours had been all tried in turn. She had always wanted to do every thing, and had made more progress both in drawing and music than many might have done with so little labour as she would ever submit to. She played and sang;--and drew in almost every style; but steadiness had always been wanting; and in nothing had she approached the degree of excellence which she would have been glad to command, and ought not to have failed of. She was not much deceived as to her own skill either as an artist or a musician, but she was not unwilling to have others deceived, or sorry to know her reputation for accomplishment often higher than it deserved.
    There was merit in every drawing--in the least finished, perhaps the most; her style was spirited; but had there been much less, or had there been ten times more, the delight and admiration of her two companions would have been the same. They were both in ecstasies. A likeness pleases every body; and Miss Woodhouse's performances must be capital.
    圣贤言语，神钦鬼伏。
    人怕伤心，树怕剥皮。
    子曰：“恶紫之夺朱也，恶郑声之乱雅乐也，恶利口之覆邦家者。”
    数亩荒园留我住，半瓶浊酒待君温。——苏轼《正月二十日往岐亭郡人潘古郭三人送余于女王城东禅庄院》
    三月暮，花落更情浓。人去秋千闲挂月，马停杨柳倦嘶风。堤畔画船空。恹恹醉，长日小帘栊。宿燕夜归银烛外，流莺声在绿阴中。无处觅残红。——吴文英《望江南》
    They were greatly afraid and said to one another, "Who then is this, that even the wind and the sea obey him?"
    They came to the other side of the sea, into the country of the Gadarenes. When he had come out of the boat, immediately a man with an unclean spirit met him out of the tombs. He lived in the tombs. Nobody could bind him any more, not even with chains, because he had been often bound with fetters and chains, and the chains had been torn apart by him, and the fetters broken in pieces. Nobody had the strength to tame him. Always, night and day, in the tombs and in the mountains, he was crying out, and cutting himself with stones. When he saw Jesus from afar, he ran and bowed down to him, and crying out with a loud voice, he said, "What have I to do with you, Jesus, you Son of the Most High God? I adjure you by God, don't torment me." For he said to him, "Come out of the man, you unclean spirit!"
    He asked him, "What is your name?"
    He said to him, "My name is Legion, for we are many." He begged him much that he would not send them away out of the country. Now on the mountainside there was a great herd of pigs feeding. All the demons begged him, saying, "Send us into the pigs, that we may enter into them."
    At once Jesus gave them permission. The unclean spirits came out and entered into the pigs. The herd of about two thousand rushed down the steep bank into the sea, and they were drowned in the sea. Those who fed the pigs fled, and told it in the city and in the country.
    The people came to see what it was that had happened. They came to Jesus, and saw him who had been possessed by demons sitting, clothed, and in his right mind, even him who had the legion; and they were afraid. Those who saw it declared to them what happened to him who was possessed by demons, and about the pigs. They began to beg him to depart from their region.
    口封得住，人口封不住。
    谁人背后无人说，哪个人前不说人。
    《九月登望仙台呈刘明府容》
    崔曙
    汉文皇帝有高台，此日登临曙色开。
    三晋云山皆北向，二陵风雨自东来。
    关门令尹谁能识，河上仙翁去不回。
    且欲近寻彭泽宰，陶然共醉菊花杯。
    世上若要人情好，赊去物件莫取钱。
    衣冷加根带，饭少加碗菜。
    《喜见外弟又言别》
    李益
    十年离乱后，长大一相逢，
    问姓惊初见，称名忆旧容。
    别来沧海事，语罢暮天钟。
    明日巴陵道，秋山又几重。
    Mrs. Palmer and two elderly ladies of Mrs. Jennings's intimate acquaintance, whom she had met and invited in the morning, dined with them. The former left them soon after tea to fulfill her evening engagements; and Elinor was obliged to assist in making a whist table for the others. Marianne was of no use on these occasions, as she would never learn the game; but though her time was therefore at her own disposal, the evening was by no means more productive of pleasure to her than to Elinor, for it was spent in all the anxiety of expectation and the pain of disappointment. She sometimes endeavoured for a few minutes to read; but the book was soon thrown aside, and she returned to the more interesting employment of walking backwards and forwards across the room, pausing for a moment whenever she came to the window, in hopes of distinguishing the long-expected rap.
    "If this open weather holds much longer," said Mrs. Jennings, when they met at breakfast the following morning, "Sir John will not like leaving Barton next week; 'tis a sad thing for sportsmen to lose a day's pleasure. Poor souls! I always pity them when they do; they seem to take it so much to heart."
    "That is true," cried Marianne, in a cheerful voice, and walking to the window as she spoke, to examine the day. "I had not thought of that. This weather will keep many sportsmen in the country."
    It was a lucky recollection, all her good spirits were restored by it. "It is charming weather for THEM indeed," she continued, as she sat down to the breakfast table with a happy countenance. "How much they must enjoy it! But" (with a little return of anxiety) "it cannot be expected to last long. At this time of the year, and after such a series of rain, we shall certainly have very little more of it. Frosts will soon set in, and in all probability with severity. In another day or two perhaps; this extreme mildness can hardly last longer--nay, perhaps it may freeze tonight!"
    驿外断桥边，寂寞开无主。——陆游《卜算子·咏梅》
    紧行无好步，慢尝得滋味。
    门隔花深梦旧游，夕阳无语燕归愁，玉纤香动小帘钩。落絮无声春堕泪，行云有影月含羞。东风临夜冷于秋。——吴文英《浣溪沙》
    救人一命，胜造七级浮屠。
    鸿雁来时，无限思量。——晏殊《诉衷情·芙蓉金菊斗馨香》
    毋偏信而为奸所欺，毋自任而为气所使，毋以己之长而形人之短，毋因己之拙而忌人之能。
    "Nay, my dear, I'm sure I don't pretend to say that there an't. I'm sure there's a vast many smart beaux in Exeter; but you know, how could I tell what smart beaux there might be about Norland; and I was only afraid the Miss Dashwoods might find it dull at Barton, if they had not so many as they used to have. But perhaps you young ladies may not care about the beaux, and had as lief be without them as with them. For my part, I think they are vastly agreeable, provided they dress smart and behave civil. But I can't bear to see them dirty and nasty. Now there's Mr. Rose at Exeter, a prodigious smart young man, quite a beau, clerk to Mr. Simpson, you know, and yet if you do but meet him of a morning, he is not fit to be seen.-- I suppose your brother was quite a beau, Miss Dashwood, before he married, as he was so rich?"
    "Upon my word," replied Elinor, "I cannot tell you, for I do not perfectly comprehend the meaning of the word. But this I can say, that if he ever was a beau before he married, he is one still for there is not the smallest alteration in him."
    "Oh! dear! one never thinks of married men's being beaux--they have something else to do."
    "Lord! Anne," cried her sister, "you can talk of nothing but beaux;--you will make Miss Dashwood believe you think of nothing else." And then to turn the discourse, she began admiring the house and the furniture.
    This specimen of the Miss Steeles was enough. The vulgar freedom and folly of the eldest left her no recommendation, and as Elinor was not blinded by the beauty, or the shrewd look of the youngest, to her want of real elegance and artlessness, she left the house without any wish of knowing them better.
    只给君子看门，不给小人当家。
    《哀江头》
    杜甫
    少陵野老吞声哭，春日潜行曲江曲。
    江头宫殿锁千门，细柳新蒲为谁绿。
    忆昔霓旌下南苑，苑中景物生颜色。
    昭阳殿里第一人，同辇随君侍君侧。
    辇前才人带弓箭，白马嚼啮黄金勒。
    翻身向天仰射云，一箭正坠双飞翼。
    明眸皓齿今何在，血污游魂归不得，
    清渭东流剑阁深，去住彼此无消息。
    人生有情泪沾臆，江水江花岂终极。
    黄昏胡骑尘满城，欲往城南望城北。
    "I am so glad to meet you;" said Miss Steele, taking her familiarly by the arm--"for I wanted to see you of all things in the world." And then lowering her voice, "I suppose Mrs. Jennings has heard all about it. Is she angry?"
    "I am monstrous glad of it. Good gracious! I have had such a time of it! I never saw Lucy in such a rage in my life. She vowed at first she would never trim me up a new bonnet, nor do any thing else for me again, so long as she lived; but now she is quite come to, and we are as good friends as ever. Look, she made me this bow to my hat, and put in the feather last night. There now, YOU are going to laugh at me too. But why should not I wear pink ribbons? I do not care if it IS the Doctor's favourite colour. I am sure, for my part, I should never have known he DID like it better than any other colour, if he had not happened to say so. My cousins have been so plaguing me! I declare sometimes I do not know which way to look before them."
    She had wandered away to a subject on which Elinor had nothing to say, and therefore soon judged it expedient to find her way back again to the first.
    "Well, but Miss Dashwood," speaking triumphantly, "people may say what they chuse about Mr. Ferrars's declaring he would not have Lucy, for it is no such thing I can tell you; and it is quite a shame for such ill-natured reports to be spread abroad. Whatever Lucy might think about it herself, you know, it was no business of other people to set it down for certain."
    "I never heard any thing of the kind hinted at before, I assure you," said Elinor.
    路遥知马力，事久见人心。
    两情若是久长时，又岂在朝朝暮暮。——秦观《鹊桥仙·纤云弄巧》
    红豆生南国，春来发几枝。——王维《相思》
    会怪怪自己，不会怪怪别人。
    人烟寒橘柚，秋色老梧桐。——李白《秋登宣城谢脁北楼》
    家住西秦，赌博艺随身。花柳上，斗尖新。偶学念奴声调，有时高遏行云。蜀锦缠头无数，不负辛勤。数年来往咸京道，残杯冷炙漫销魂。衷肠事，托何人？若有知音见采，不辞遍唱《阳春》。一曲归筵落泪，重掩罗巾。——晏殊《山亭柳》
    No one who had ever seen Catherine Morland in her infancy would have supposed her born to be an heroine. Her situation in life, the character of her father and mother, her own person and disposition, were all equally against her. Her father was a clergyman, without being neglected, or poor, and a very respectable man, though his name was Richard--and he had never been handsome. He had a considerable independence besides two good livings--and he was not in the least addicted to locking up his daughters. Her mother was a woman of useful plain sense, with a good temper, and, what is more remarkable, with a good constitution. She had three sons before Catherine was born; and instead of dying in bringing the latter into the world, as anybody might expect, she still lived on--lived to have six children more--to see them growing up around her, and to enjoy excellent health herself. A family of ten children will be always called a fine family, where there are heads and arms and legs enough for the number; but the Morlands had little other right to the word, for they were in general very plain, and Catherine, for many years of her life, as plain as any. She had a thin awkward figure, a sallow skin without colour, dark lank hair, and strong features--so much for her person; and not less unpropitious for heroism seemed her mind. She was fond of all boy's plays, and greatly preferred cricket not merely to dolls, but to the more heroic enjoyments of infancy, nursing a dormouse, feeding a canary-bird, or watering a rose-bush. Indeed she had no taste for a garden; and if she gathered flowers at all, it was chiefly for the pleasure of mischief--at least so it was conjectured from her always preferring those which she was forbidden to take. Such were her propensities--her abilities were quite as extraordinary. She never could learn or understand anything before she was taught; and sometimes not even then, for she was often inattentive, and occasionally stupid. Her mother was three months in teaching her only to repeat the "Beggar's Petition"; and after all, her next sister, Sally, could say it better than she did. Not that Catherine was always stupid--by no means; she learnt the fable of "The Hare and Many Friends" as quickly as any girl in England. Her mother wished her to learn music; and Catherine was sure she should like it, for she was very fond of tinkling the keys of the old forlorn spinnet; so, at eight years old she began. She learnt a year, and could not bear it; and Mrs. Morland, who did not insist on her daughters being accomplished in spite of incapacity or distaste, allowed her to leave off. The day which dismissed the music-master was one of the happiest of Catherine's life. Her taste for drawing was not superior; though whenever she could obtain the outside of a letter from her mother or seize upon any other odd piece of paper, she did what she could in that way, by drawing houses and trees, hens and chickens, all very much like one another. Writing and accounts she was taught by her father; French by her mother: her proficiency in either was not remarkable, and she shirked her lessons in both whenever she could. What a strange, unaccountable character!--for with all these symptoms of profligacy at ten years old, she had neither a bad heart nor a bad temper, was seldom stubborn, scarcely ever quarrelsome, and very kind to the little ones, with few interruptions of tyranny; she was moreover noisy and wild, hated confinement and cleanliness, and loved nothing so well in the world as rolling down the green slope at the back of the house.
    司马牛问君子。子曰：“君子不忧不惧。”曰：“不忧不惧，斯谓之君子已乎？”子曰：“内省不疚，夫何忧何惧？”
    东风袅袅泛崇光，香雾空蒙月转廊。——苏轼《海棠·东风袅袅泛崇光》
    道吾好者是吾贼，道吾恶者是吾师。
    仍怜故乡水，万里送行舟。——李白《渡荆门送别》
    贫穷自在，富贵多忧。
    白云回望合，青霭入看无。——王维《终南山》
    无事便思有闲杂念想否。有事便思有粗浮意气否。得意便思有骄矜辞色否。失意便思有怨望情怀否。时时检点，到得从多入少、从有入无处，才是学问的真消息。——《菜根谭》
    Now Solomon decided to build a house for Yahweh's name, and a house for his kingdom. Solomon counted out seventy thousand men to bear burdens, eighty thousand men who were stone cutters in the mountains, and three thousand six hundred to oversee them.
    Solomon sent to Huram the king of Tyre, saying, "As you dealt with David my father, and sent him cedars to build him a house in which to dwell, so deal with me. Behold, I am about to build a house for the name of Yahweh my God, to dedicate it to him, to burn before him incense of sweet spices, for the continual show bread, and for the burnt offerings morning and evening, on the Sabbaths, on the new moons, and on the set feasts of Yahweh our God. This is an ordinance forever to Israel.
    "The house which I am building will be great, for our God is greater than all gods. But who is able to build him a house, since heaven and the heaven of heavens can't contain him? Who am I then, that I should build him a house, except just to burn incense before him?
    "Now therefore send me a man skillful to work in gold, in silver, in bronze, in iron, and in purple, crimson, and blue, and who knows how to engrave engravings, to be with the skillful men who are with me in Judah and in Jerusalem, whom David my father provided.
    "Send me also cedar trees, cypress trees, and algum trees out of Lebanon, for I know that your servants know how to cut timber in Lebanon. Behold, my servants will be with your servants, even to prepare me timber in abundance; for the house which I am about to build will be great and wonderful. Behold, I will give to your servants, the cutters who cut timber, twenty thousand cors of beaten wheat, twenty thousand baths of barley, twenty thousand baths of wine, and twenty thousand baths of oil."
    离咏楚词酬午日，天涯节序匆匆。榴花不似舞裙红。无人知此意，歌罢满帘风。万事一身伤老矣！戎葵凝笑墙东。酒杯深浅去年同。试浇桥下水，今夕到湘东。——陈与义《临江仙》
    蜀江水碧蜀山青，圣主朝朝暮暮情。——白居易《长恨歌》
    吃了省钱瓜，害了绞肠痧。
    只此程式，万无一失。
    好树结好果，好铁铸好锅。
    子曰：“色厉而内荏，譬诸小人，其犹穿窬之盗也与？”
    信言不美，美言不信。善者不辩，辩者不善。知者不博，博者不知。圣人不积，既以为人己愈有，既以与人己愈多。天之道，利而不害；圣人之道，为而不争。——《道德经》
    True enough, he had once seen Fanny dance; and it was equally true that he would now have answered for her gliding about with quiet, light elegance, and in admirable time; but, in fact, he could not for the life of him recall what her dancing had been, and rather took it for granted that she had been present than remembered anything about her.
    He passed, however, for an admirer of her dancing; and Sir Thomas, by no means displeased, prolonged the conversation on dancing in general, and was so well engaged in describing the balls of Antigua, and listening to what his nephew could relate of the different modes of dancing which had fallen within his observation, that he had not heard his carriage announced, and was first called to the knowledge of it by the bustle of Mrs. Norris.
    "Come, Fanny, Fanny, what are you about? We are going. Do not you see your aunt is going? Quick, quick! I cannot bear to keep good old Wilcox waiting. You should always remember the coachman and horses. My dear Sir Thomas, we have settled it that the carriage should come back for you, and Edmund and William."
    Sir Thomas could not dissent, as it had been his own arrangement, previously communicated to his wife and sister; but that seemed forgotten by Mrs. Norris, who must fancy that she settled it all herself.
    Fanny's last feeling in the visit was disappointment: for the shawl which Edmund was quietly taking from the servant to bring and put round her shoulders was seized by Mr. Crawford's quicker hand, and she was obliged to be indebted to his more prominent attention.
    写不成书，只寄得、相思一点。——张炎《解连环·孤雁》
    在家由父，出家从夫。
    火到猪头烂，钱到公事办。
    人生不满百，常怀千岁忧。
    门前有马非为富，家中有人不算穷。
    遥想公瑾当年，小乔初嫁了，雄姿英发。——苏轼《念奴娇·赤壁怀古》
    子曰：“里仁为美。择不处仁，焉得知？”
    色斯举矣，翔而后集。曰：“山梁雌雉，时哉！时哉！”子路共之，三嗅而作。
    自己做错不算数，别人做错打屁股。
    With no expectation of pleasure, but with the strongest curiosity, Elizabeth opened the letter, and, to her still increasing wonder, perceived an envelope containing two sheets of letter-paper, written quite through, in a very close hand. The envelope itself was likewise full. Pursuing her way along the lane, she then began it. It was dated from Rosings, at eight o'clock in the morning, and was as follows:--
    "Be not alarmed, madam, on receiving this letter, by the apprehension of its containing any repetition of those sentiments or renewal of those offers which were last night so disgusting to you. I write without any intention of paining you, or humbling myself, by dwelling on wishes which, for the happiness of both, cannot be too soon forgotten; and the effort which the formation and the perusal of this letter must occasion, should have been spared, had not my character required it to be written and read. You must, therefore, pardon the freedom with which I demand your attention; your feelings, I know, will bestow it unwillingly, but I demand it of your justice.
    "Two offenses of a very different nature, and by no means of equal magnitude, you last night laid to my charge. The first mentioned was, that, regardless of the sentiments of either, I had detached Mr. Bingley from your sister, and the other, that I had, in defiance of various claims, in defiance of honour and humanity, ruined the immediate prosperity and blasted the prospects of Mr. Wickham. Wilfully and wantonly to have thrown off the companion of my youth, the acknowledged favourite of my father, a young man who had scarcely any other dependence than on our patronage, and who had been brought up to expect its exertion, would be a depravity, to which the separation of two young persons, whose affection could be the growth of only a few weeks, could bear no comparison. But from the severity of that blame which was last night so liberally bestowed, respecting each circumstance, I shall hope to be in the future secured, when the following account of my actions and their motives has been read. If, in the explanation of them, which is due to myself, I am under the necessity of relating feelings which may be offensive to yours, I can only say that I am sorry. The necessity must be obeyed, and further apology would be absurd.
    常羡人间琢玉郎，天应乞与点酥娘。尽道清歌传皓齿，风起，雪飞炎海变清凉。万里归来颜愈少，微笑，笑时犹带岭梅香。试问岭南应不好，却道：此心安处是吾乡。——苏轼《定风波》
    三人同行，必有我师，择其善者而从之，其不善者而改之。
    两个空拳握古今，握住了还当放手；一条竹杖挑风月，挑到时也要息肩。
    《长安遇冯著》
    韦应物
    客从东方来，衣上灞陵雨。
    问客何为来，采山因买斧。
    冥冥花正开、扬扬燕新乳。
    昨别今已春，鬓丝生几缕。
    "Yes; and the set of breakfast china is twice as handsome as what belongs to this house. A great deal too handsome, in my opinion, for any place THEY can ever afford to live in. But, however, so it is. Your father thought only of THEM. And I must say this: that you owe no particular gratitude to him, nor attention to his wishes; for we very well know that if he could, he would have left almost everything in the world to THEM."
    This argument was irresistible. It gave to his intentions whatever of decision was wanting before; and he finally resolved, that it would be absolutely unnecessary, if not highly indecorous, to do more for the widow and children of his father, than such kind of neighbourly acts as his own wife pointed out.
    Mrs. Dashwood remained at Norland several months; not from any disinclination to move when the sight of every well known spot ceased to raise the violent emotion which it produced for a while; for when her spirits began to revive, and her mind became capable of some other exertion than that of heightening its affliction by melancholy remembrances, she was impatient to be gone, and indefatigable in her inquiries for a suitable dwelling in the neighbourhood of Norland; for to remove far from that beloved spot was impossible. But she could hear of no situation that at once answered her notions of comfort and ease, and suited the prudence of her eldest daughter, whose steadier judgment rejected several houses as too large for their income, which her mother would have approved.
    或曰：“以德报怨，何如？”子曰：“何以报德？以直报怨，以德报德。”
    贤妇令夫贵，恶妇令夫败。
    公山弗扰以费畔，召，子欲往。子路不说，曰：“末之也已，何必公山氏之之也。”子曰：“夫召我者而岂徒哉？如有用我者，吾其为东周乎？”——《论语》
    举头西北浮云，倚天万里须长剑。人言此地，夜深长见，斗牛光焰。我觉山高，潭空水冷，月明星淡。待燃犀下看，凭栏却怕，风雷怒，鱼龙惨。峡束沧江对起，过危楼，欲飞还敛。元龙老矣，不妨高卧，冰壶凉簟。千古兴亡，百年悲笑，一时登览。问何人又卸，片帆沙岸，系斜阳缆？——辛弃疾《水龙吟》
    Dinner passed heavily. Mrs. Norris related again her triumph over Dick Jackson, but neither play nor preparation were otherwise much talked of, for Edmund's disapprobation was felt even by his brother, though he would not have owned it. Maria, wanting Henry Crawford's animating support, thought the subject better avoided. Mr. Yates, who was trying to make himself agreeable to Julia, found her gloom less impenetrable on any topic than that of his regret at her secession from their company; and Mr. Rushworth, having only his own part and his own dress in his head, had soon talked away all that could be said of either.
    But the concerns of the theatre were suspended only for an hour or two: there was still a great deal to be settled; and the spirits of evening giving fresh courage, Tom, Maria, and Mr. Yates, soon after their being reassembled in the drawing-room, seated themselves in committee at a separate table, with the play open before them, and were just getting deep in the subject when a most welcome interruption was given by the entrance of Mr. and Miss Crawford, who, late and dark and dirty as it was, could not help coming, and were received with the most grateful joy.
    "Well, how do you go on?" and "What have you settled?" and "Oh! we can do nothing without you," followed the first salutations; and Henry Crawford was soon seated with the other three at the table, while his sister made her way to Lady Bertram, and with pleasant attention was complimenting her. "I must really congratulate your ladyship," said she, "on the play being chosen; for though you have borne it with exemplary patience, I am sure you must be sick of all our noise and difficulties. The actors may be glad, but the bystanders must be infinitely more thankful for a decision; and I do sincerely give you joy, madam, as well as Mrs. Norris, and everybody else who is in the same predicament," glancing half fearfully, half slyly, beyond Fanny to Edmund.
    德者事业之基，未有基不固而栋宇坚久者；心者修裔之根，未有根不植而枝叶荣茂者。
    与人者，与其易疏于终，不若难亲于始；御事者，与其巧持于后，不若拙守于前。
    子曰：“事君，敬其事而后其食。”
    仲弓问仁。子曰：“出门如见大宾，使民如承大祭。己所不欲，勿施于人。在邦无怨，在家无怨。”仲弓曰：“雍虽不敏，请事斯语矣。”——《论语》
    地宽天高，尚觉鹏程之窄小；云深松老，方知鹤梦之悠闲。
    Elizabeth was forced to give into a little falsehood here; for to acknowledge the substance of their conversation was impossible.
    The discomposure of spirits which this extraordinary visit threw Elizabeth into, could not be easily overcome; nor could she, for many hours, learn to think of it less than incessantly. Lady Catherine, it appeared, had actually taken the trouble of this journey from Rosings, for the sole purpose of breaking off her supposed engagement with Mr. Darcy. It was a rational scheme, to be sure! but from what the report of their engagement could originate, Elizabeth was at a loss to imagine; till she recollected that his being the intimate friend of Bingley, and her being the sister of Jane, was enough, at a time when the expectation of one wedding made everybody eager for another, to supply the idea. She had not herself forgotten to feel that the marriage of her sister must bring them more frequently together. And her neighbours at Lucas Lodge, therefore (for through their communication with the Collinses, the report, she concluded, had reached Lady Catherine), had only set that down as almost certain and immediate, which she had looked forward to as possible at some future time.
    In revolving Lady Catherine's expressions, however, she could not help feeling some uneasiness as to the possible consequence of her persisting in this interference. From what she had said of her resolution to prevent their marriage, it occurred to Elizabeth that she must meditate an application to her nephew; and how he might take a similar representation of the evils attached to a connection with her, she dared not pronounce. She knew not the exact degree of his affection for his aunt, or his dependence on her judgment, but it was natural to suppose that he thought much higher of her ladyship than she could do; and it was certain that, in enumerating the miseries of a marriage with one, whose immediate connections were so unequal to his own, his aunt would address him on his weakest side. With his notions of dignity, he would probably feel that the arguments, which to Elizabeth had appeared weak and ridiculous, contained much good sense and solid reasoning.
    会说难抵两口，会做难抵两手。
    执圭，鞠躬如也，如不胜。上如揖，下如授。勃如战色，足缩缩，如有循。享礼，有容色。私觌，愉愉如也。
    市私恩不如扶公议，结新知不如敦旧好，立荣名不如种阴得，尚奇节不如谨庸行。
    一曲新词酒一杯，去年天气旧亭台，夕阳西下几时回？无可奈何花落去，似曾相识燕归来。小园香径独徘徊。——晏殊《浣溪沙》
    好狗不咬鸡，好汉不打妻。
    Lucy was naturally clever; her remarks were often just and amusing; and as a companion for half an hour Elinor frequently found her agreeable; but her powers had received no aid from education: she was ignorant and illiterate; and her deficiency of all mental improvement, her want of information in the most common particulars, could not be concealed from Miss Dashwood, in spite of her constant endeavour to appear to advantage. Elinor saw, and pitied her for, the neglect of abilities which education might have rendered so respectable; but she saw, with less tenderness of feeling, the thorough want of delicacy, of rectitude, and integrity of mind, which her attentions, her assiduities, her flatteries at the Park betrayed; and she could have no lasting satisfaction in the company of a person who joined insincerity with ignorance; whose want of instruction prevented their meeting in conversation on terms of equality, and whose conduct toward others made every shew of attention and deference towards herself perfectly valueless.
    "You will think my question an odd one, I dare say," said Lucy to her one day, as they were walking together from the park to the cottage--"but pray, are you personally acquainted with your sister-in-law's mother, Mrs. Ferrars?"
    Elinor DID think the question a very odd one, and her countenance expressed it, as she answered that she had never seen Mrs. Ferrars.
    "Indeed!" replied Lucy; "I wonder at that, for I thought you must have seen her at Norland sometimes. Then, perhaps, you cannot tell me what sort of a woman she is?"
    能大能小是条龙，只大不小是条虫。
    人生似鸟同林宿，大限来时各自飞。
    发回水，积层泥；经一事，长一智。
    同父见和，再用韵答之老大那堪说！似而今，元龙臭味，孟公瓜葛。我病君来高歌饮，惊散楼头飞雪。笑富贵，千钧如发。硬语盘空谁来听？记当时，只有西窗月。重进酒，换鸣瑟。事无两样人心别。问渠侬：神州毕竟，几番离合？汗血盐车无人顾，千里空收骏骨。正目断，关河路绝。我最怜君中宵舞，道：“男儿到死心如铁！”看试手，补天裂。——辛弃疾《贺新郎》
    "Oh! good I am sure.--I see it in your countenance. You are trying not to smile."
    "I am afraid," said he, composing his features, "I am very much afraid, my dear Emma, that you will not smile when you hear it."
    "Indeed! but why so?--I can hardly imagine that any thing which pleases or amuses you, should not please and amuse me too."
    "There is one subject," he replied, "I hope but one, on which we do not think alike." He paused a moment, again smiling, with his eyes fixed on her face. "Does nothing occur to you?--Do not you recollect?--Harriet Smith."
    Her cheeks flushed at the name, and she felt afraid of something, though she knew not what.
    "Have you heard from her yourself this morning?" cried he. "You have, I believe, and know the whole."
    "You are prepared for the worst, I see--and very bad it is. Harriet Smith marries Robert Martin."
    Emma gave a start, which did not seem like being prepared--and her eyes, in eager gaze, said, "No, this is impossible!" but her lips were closed.
    "It is so, indeed," continued Mr. Knightley; "I have it from Robert Martin himself. He left me not half an hour ago."
    She was still looking at him with the most speaking amazement.
    "You like it, my Emma, as little as I feared.--I wish our opinions were the same. But in time they will. Time, you may be sure, will make one or the other of us think differently; and, in the meanwhile, we need not talk much on the subject."
    "You mistake me, you quite mistake me," she replied, exerting herself. "It is not that such a circumstance would now make me unhappy, but I cannot believe it. It seems an impossibility!--You cannot mean to say, that Harriet Smith has accepted Robert Martin. You cannot mean that he has even proposed to her again--yet. You only mean, that he intends it."
    寒蝉凄切，对长亭晚，骤雨初歇。都门帐饮无绪，方留恋处，兰舟催发。执手相看泪眼，竟无语凝噎。念去去，千里烟波，暮霭沉沉楚天阔。多情自古伤别离，更那堪，冷落清秋节。今宵酒醒何处？杨柳岸，晓风残月。此去经年，应是良辰好景虚设。便纵有，千种风情，更与何人说？——柳永《雨霖铃》
    人生得意须尽欢，莫使金樽空对月。——李白《将进酒》
    江山故宅空文藻，云雨荒台岂梦思。——杜甫《咏怀古迹五首·其二》
    As soon as they entered the copse, Lady Catherine began in the following manner:--
    "You can be at no loss, Miss Bennet, to understand the reason of my journey hither. Your own heart, your own conscience, must tell you why I come."
    "Indeed, you are mistaken, Madam. I have not been at all able to account for the honour of seeing you here."
    "Miss Bennet," replied her ladyship, in an angry tone, "you ought to know, that I am not to be trifled with. But however insincere you may choose to be, you shall not find me so. My character has ever been celebrated for its sincerity and frankness, and in a cause of such moment as this, I shall certainly not depart from it. A report of a most alarming nature reached me two days ago. I was told that not only your sister was on the point of being most advantageously married, but that you, that Miss Elizabeth Bennet, would, in all likelihood, be soon afterwards united to my nephew, my own nephew, Mr. Darcy. Though I know it must be a scandalous falsehood, though I would not injure him so much as to suppose the truth of it possible, I instantly resolved on setting off for this place, that I might make my sentiments known to you."
    "If you believed it impossible to be true," said Elizabeth, colouring with astonishment and disdain, "I wonder you took the trouble of coming so far. What could your ladyship propose by it?"
    "At once to insist upon having such a report universally contradicted."
    "Your coming to Longbourn, to see me and my family," said Elizabeth coolly, "will be rather a confirmation of it; if, indeed, such a report is in existence."
    曾子曰：“吾闻诸夫子：孟庄子之孝也，其他可能也；其不改父之臣，与父之政，是难能也。”
    子曰：“我非生而知之者，好古，敏以求之者也。”
    积金千两，不如明解经书。
    为学日益，为道日损。损之又损，以至于无为。无为而无不为。取天下常以无事。及其有事，不足以取天下。
    我来吊古，上危楼赢得，闲愁千斛。虎踞龙蟠何处是？只有兴亡满目。柳外斜阳，水边归鸟，陇上吹乔木。片帆西去，一声谁喷霜竹？却忆安石风流，东山岁晚，泪落哀筝曲。儿辈功名都付与，长日惟消棋局。宝镜难寻，碧云将暮，谁劝杯中绿？江头风怒，朝来波浪翻屋。——辛弃疾《念奴娇》
    When the Philistine arose, and walked and came near to meet David, David hurried and ran toward the army to meet the Philistine. David put his hand in his bag, took a stone and slung it, and struck the Philistine in his forehead. The stone sank into his forehead, and he fell on his face to the earth. So David prevailed over the Philistine with a sling and with a stone, and struck the Philistine and killed him; but there was no sword in David's hand. Then David ran, stood over the Philistine, took his sword, drew it out of its sheath, killed him, and cut off his head with it.
    When the Philistines saw that their champion was dead, they fled. The men of Israel and of Judah arose and shouted, and pursued the Philistines as far as Gai and to the gates of Ekron. The wounded of the Philistines fell down by the way to Shaaraim, even to Gath and to Ekron. The children of Israel returned from chasing after the Philistines, and they plundered their camp. David took the head of the Philistine and brought it to Jerusalem, but he put his armor in his tent. When Saul saw David go out against the Philistine, he said to Abner, the captain of the army, "Abner, whose son is this youth?"
    Abner said, "As your soul lives, O king, I can't tell."
    The king said, "Inquire whose son the young man is!"
    As David returned from the slaughter of the Philistine, Abner took him and brought him before Saul with the head of the Philistine in his hand. Saul said to him, "Whose son are you, you young man?"
    David answered, "I am the son of your servant Jesse the Bethlehemite."
    只可救人起，不可拖人倒。
    满载一船秋色，平铺十里湖光。波神留我看斜阳，放起鳞鳞细浪。明日风回更好，今宵露宿何妨？水晶宫里奏《霓裳》，准拟岳阳楼上。——张孝祥《西江月-阻风三峰下》
    子曰：“禘自既灌而往者，吾不欲观之矣。”
    井掏三遍好吃水，人从三师武艺高。
    《利州南渡》
    温庭筠
    澹然空水对斜晖。曲岛苍茫接翠微。
    波上马嘶看棹去，柳边人歇待船归。
    数丛沙草群鸥散，万顷江田一鹭飞。
    谁解乘舟寻范蠡，五湖烟水独忘机。
    "Come here, child," cried her father as she appeared. "I have sent for you on an affair of importance. I understand that Mr. Collins has made you an offer of marriage. Is it true?" Elizabeth replied that it was. "Very well--and this offer of marriage you have refused?"
    "Very well. We now come to the point. Your mother insists upon your accepting it. Is it not so, Mrs. Bennet?"
    "An unhappy alternative is before you, Elizabeth. From this day you must be a stranger to one of your parents. Your mother will never see you again if you do not marry Mr. Collins, and I will never see you again if you do."
    Elizabeth could not but smile at such a conclusion of such a beginning, but Mrs. Bennet, who had persuaded herself that her husband regarded the affair as she wished, was excessively disappointed.
    "What do you mean, Mr. Bennet, in talking this way? You promised me to insist upon her marrying him."
    "My dear," replied her husband, "I have two small favours to request. First, that you will allow me the free use of my understanding on the present occasion; and secondly, of my room. I shall be glad to have the library to myself as soon as may be."
    Not yet, however, in spite of her disappointment in her husband, did Mrs. Bennet give up the point. She talked to Elizabeth again and again; coaxed and threatened her by turns. She endeavoured to secure Jane in her interest; but Jane, with all possible mildness, declined interfering; and Elizabeth, sometimes with real earnestness, and sometimes with playful gaiety, replied to her attacks. Though her manner varied, however, her determination never did.
    《春日》
    秦观
    一夕轻雷落万丝，霁光浮瓦碧参差。
    有情芍药含春泪，无力蔷薇卧晓枝。
    子贡欲去告朔之饩羊。子曰：“赐也，尔爱其羊，我爱其礼。”
    星垂平野阔，月涌大江流。——杜甫《旅夜书怀》
    看破有尽身躯，万境之尘缘自息；悟入无坏境界，一轮之心月独明。
    风回小院庭芜绿，柳眼春相续。凭栏半日独无言，依旧竹声新月似当年。笙歌未散尊在，池面冰初解。烛明香暗画堂深，满鬓清霜残雪思难任。——李煜《虞美人》
    Mrs. Hurst sang with her sister, and while they were thus employed, Elizabeth could not help observing, as she turned over some music-books that lay on the instrument, how frequently Mr. Darcy's eyes were fixed on her. She hardly knew how to suppose that she could be an object of admiration to so great a man; and yet that he should look at her because he disliked her, was still more strange. She could only imagine, however, at last that she drew his notice because there was something more wrong and reprehensible, according to his ideas of right, than in any other person present. The supposition did not pain her. She liked him too little to care for his approbation.
    After playing some Italian songs, Miss Bingley varied the charm by a lively Scotch air; and soon afterwards Mr. Darcy, drawing near Elizabeth, said to her:
    "Do not you feel a great inclination, Miss Bennet, to seize such an opportunity of dancing a reel?"
    She smiled, but made no answer. He repeated the question, with some surprise at her silence.
    "Oh!" said she, "I heard you before, but I could not immediately determine what to say in reply. You wanted me, I know, to say 'Yes,' that you might have the pleasure of despising my taste; but I always delight in overthrowing those kind of schemes, and cheating a person of their premeditated contempt. I have, therefore, made up my mind to tell you, that I do not want to dance a reel at all--and now despise me if you dare."
    Elizabeth, having rather expected to affront him, was amazed at his gallantry; but there was a mixture of sweetness and archness in her manner which made it difficult for her to affront anybody; and Darcy had never been so bewitched by any woman as he was by her. He really believed, that were it not for the inferiority of her connections, he should be in some danger.
    一举首登龙虎榜，十年身到风凰池。
    《杂诗》
    无名氏
    近寒食雨草萋萋，著麦苗风柳映堤。
    等是有家归未得，杜鹃休向耳边啼。
    江枫渐老，汀蕙半凋，满目败红衰翠。楚客登临，正是暮秋天气。引疏砧，断续残阳里。对晚景，伤怀急远，新愁旧恨相继。脉脉人千里。念两处风情，万重烟水。雨歇天高，望断翠峰十二。尽无言，谁会凭高意？纵写得，离肠万种，奈归云谁寄。——柳永《卜算子慢》
    Another of his disciples said to him, "Lord, allow me first to go and bury my father."
    But Jesus said to him, "Follow me, and leave the dead to bury their own dead."
    When he got into a boat, his disciples followed him. Behold, a violent storm came up on the sea, so much that the boat was covered with the waves; but he was asleep. The disciples came to him and woke him up, saying, "Save us, Lord! We are dying!"
    He said to them, "Why are you fearful, O you of little faith?" Then he got up, rebuked the wind and the sea, and there was a great calm.
    The men marveled, saying, "What kind of man is this, that even the wind and the sea obey him?"
    When he came to the other side, into the country of the Gergesenes, two people possessed by demons met him there, coming out of the tombs, exceedingly fierce, so that nobody could pass that way. Behold, they cried out, saying, "What do we have to do with you, Jesus, Son of God? Have you come here to torment us before the time?" Now there was a herd of many pigs feeding far away from them. The demons begged him, saying, "If you cast us out, permit us to go away into the herd of pigs."
    They came out and went into the herd of pigs; and behold, the whole herd of pigs rushed down the cliff into the sea and died in the water. Those who fed them fled and went away into the city and told everything, including what happened to those who were possessed with demons. Behold, all the city came out to meet Jesus. When they saw him, they begged that he would depart from their borders.
    云中谁寄锦书来，雁字回时，月满西楼。——李清照《一剪梅·红藕香残玉簟秋》
    人怕理，马怕鞭。
    《夕次盱眙县》
    韦应物
    落帆逗淮镇，停舫临孤驿。
    浩浩风起波，冥冥日沉夕。
    人归山郭暗，雁下芦洲白。
    独夜忆秦关，听钟未眠客。
    宰予昼寝。子曰：“朽木不可雕也，粪土之墙不可杇也，于予与何诛。”子曰：“始吾于人也，听其言而信其行；今吾于人也，听其言而观其行。于予与改是。”——《论语》
    "Am I to understand," said Sir Thomas, after a few moments' silence, "that you mean to refuse Mr. Crawford?"
    "This is very strange!" said Sir Thomas, in a voice of calm displeasure. "There is something in this which my comprehension does not reach. Here is a young man wishing to pay his addresses to you, with everything to recommend him: not merely situation in life, fortune, and character, but with more than common agreeableness, with address and conversation pleasing to everybody. And he is not an acquaintance of to-day; you have now known him some time. His sister, moreover, is your intimate friend, and he has been doing that for your brother, which I should suppose would have been almost sufficient recommendation to you, had there been no other. It is very uncertain when my interest might have got William on. He has done it already."
    "Yes," said Fanny, in a faint voice, and looking down with fresh shame; and she did feel almost ashamed of herself, after such a picture as her uncle had drawn, for not liking Mr. Crawford.
    "You must have been aware," continued Sir Thomas presently, "you must have been some time aware of a particularity in Mr. Crawford's manners to you. This cannot have taken you by surprise. You must have observed his attentions; and though you always received them very properly (I have no accusation to make on that head), I never perceived them to be unpleasant to you. I am half inclined to think, Fanny, that you do not quite know your own feelings."
    "Oh yes, sir! indeed I do. His attentions were always--what I did not like."
    《燕歌行》
    高适
    开元二十六年，客有从元戎出塞而还者，作燕歌行以示适。
    感征戍之事，因而和焉。
    汉家烟尘在东北，汉将辞家破残贼。
    男儿本自重横行，天子非常赐颜色。
    摐金伐鼓下榆关，旌旗逶迤碣石间。
    校尉羽书飞瀚海，单于猎火照狼山。
    山川萧条极边土，胡骑凭陵杂风雨。
    战士军前半死生，美人帐下犹歌舞。
    大漠穷秋塞草腓，孤城落日斗兵稀。
    身当恩遇常轻敌，力尽关山未解围。
    铁衣远戍辛勤久，玉筋应啼别离后。
    少妇城南欲断肠，征人蓟北空回首。
    边风飘飘那可度，绝域苍茫更何有。
    杀气三时作阵云，寒声一夜传刁斗。
    相看白刃血纷纷，死节从来岂顾勋。
    君不见沙场征战苦，至今犹忆李将军。
    He said, "As Yahweh lives, and as your soul lives, I will not leave you." Then they both went on. Fifty men of the sons of the prophets went and stood opposite them at a distance; and they both stood by the Jordan. Elijah took his mantle, and rolled it up, and struck the waters; and they were divided here and there, so that they both went over on dry ground. When they had gone over, Elijah said to Elisha, "Ask what I shall do for you, before I am taken from you."
    Elisha said, "Please let a double portion of your spirit be on me."
    He said, "You have asked a hard thing. If you see me when I am taken from you, it will be so for you; but if not, it will not be so."
    As they continued on and talked, behold, a chariot of fire and horses of fire separated them; and Elijah went up by a whirlwind into heaven. Elisha saw it, and he cried, "My father, my father, the chariots of Israel and its horsemen!"
    He saw him no more. Then he took hold of his own clothes and tore them in two pieces. He also took up Elijah's mantle that fell from him, and went back and stood by the bank of the Jordan. He took Elijah's mantle that fell from him, and struck the waters, and said, "Where is Yahweh, the God of Elijah?" When he also had struck the waters, they were divided apart, and Elisha went over.
    When the sons of the prophets who were at Jericho facing him saw him, they said, "The spirit of Elijah rests on Elisha." They came to meet him, and bowed themselves to the ground before him. They said to him, "See now, there are with your servants fifty strong men. Please let them go and seek your master. Perhaps Yahweh's Spirit has taken him up, and put him on some mountain or into some valley."
    颜渊、季路侍。子曰：“盍各言尔志？”子路曰：“愿车马、衣轻裘，与朋友共。敝之而无憾。”颜渊曰：“愿无伐善，无施劳。”子路曰：“愿闻子之志。”子曰：“老者安之，朋友信之，少者怀之。”——《论语》
    无理心慌，有理胆壮。
    一言既出，驷马难追。
    天容水色西湖好，云物俱鲜。——欧阳修《采桑子·天容水色西湖好》
    相见时难别亦难，东风无力百花残。——李商隐《无题·相见时难别亦难》
    "Can anything be more galling to the spirit of a man," continued John, "than to see his younger brother in possession of an estate which might have been his own? Poor Edward! I feel for him sincerely."
    A few minutes more spent in the same kind of effusion, concluded his visit; and with repeated assurances to his sisters that he really believed there was no material danger in Fanny's indisposition, and that they need not therefore be very uneasy about it, he went away; leaving the three ladies unanimous in their sentiments on the present occasion, as far at least as it regarded Mrs. Ferrars's conduct, the Dashwoods', and Edward's.
    Marianne's indignation burst forth as soon as he quitted the room; and as her vehemence made reserve impossible in Elinor, and unnecessary in Mrs. Jennings, they all joined in a very spirited critique upon the party.
    Mrs. Jennings was very warm in her praise of Edward's conduct, but only Elinor and Marianne understood its true merit. THEY only knew how little he had had to tempt him to be disobedient, and how small was the consolation, beyond the consciousness of doing right, that could remain to him in the loss of friends and fortune. Elinor gloried in his integrity; and Marianne forgave all his offences in compassion for his punishment. But though confidence between them was, by this public discovery, restored to its proper state, it was not a subject on which either of them were fond of dwelling when alone. Elinor avoided it upon principle, as tending to fix still more upon her thoughts, by the too warm, too positive assurances of Marianne, that belief of Edward's continued affection for herself which she rather wished to do away; and Marianne's courage soon failed her, in trying to converse upon a topic which always left her more dissatisfied with herself than ever, by the comparison it necessarily produced between Elinor's conduct and her own.
    子曰：“为政以德，譬如北辰，居其所而众星共之。”
    使我介然有知，行于大道，唯施是畏。大道甚夷，而民好径。朝甚除，田甚芜，仓甚虚，服文采，带利剑，厌饮食，财货有馀，是为盗竽。非道也哉！——《道德经》
    我寄愁心与明月，随风直到夜郎西。——李白《闻王昌龄左迁龙标遥有此寄》
    曾子曰：“君子以文会友，以友辅仁。”
    似花还似非花，也无人惜从教坠。——苏轼《水龙吟·次韵章质夫杨花词》
    "This is not right, Mr. Willoughby.--Remember that you are married. Relate only what in your conscience you think necessary for me to hear."
    "Marianne's note, by assuring me that I was still as dear to her as in former days, that in spite of the many, many weeks we had been separated, she was as constant in her own feelings, and as full of faith in the constancy of mine as ever, awakened all my remorse. I say awakened, because time and London, business and dissipation, had in some measure quieted it, and I had been growing a fine hardened villain, fancying myself indifferent to her, and chusing to fancy that she too must have become indifferent to me; talking to myself of our past attachment as a mere idle, trifling business, shrugging up my shoulders in proof of its being so, and silencing every reproach, overcoming every scruple, by secretly saying now and then, 'I shall be heartily glad to hear she is well married.'-- But this note made me know myself better. I felt that she was infinitely dearer to me than any other woman in the world, and that I was using her infamously. But every thing was then just settled between Miss Grey and me. To retreat was impossible. All that I had to do, was to avoid you both. I sent no answer to Marianne, intending by that to preserve myself from her farther notice; and for some time I was even determined not to call in Berkeley Street;--but at last, judging it wiser to affect the air of a cool, common acquaintance than anything else, I watched you all safely out of the house one morning, and left my name."
    隐逸林中无荣辱，道义路上泯炎凉。进步处便思退步，庶免触藩之祸。着手时光图放手，才脱骑虎之危。
    "No," replied Jane, "I have not forgotten him; but I have nothing satisfactory to tell you. Mr. Bingley does not know the whole of his history, and is quite ignorant of the circumstances which have principally offended Mr. Darcy; but he will vouch for the good conduct, the probity, and honour of his friend, and is perfectly convinced that Mr. Wickham has deserved much less attention from Mr. Darcy than he has received; and I am sorry to say by his account as well as his sister's, Mr. Wickham is by no means a respectable young man. I am afraid he has been very imprudent, and has deserved to lose Mr. Darcy's regard."
    "This account then is what he has received from Mr. Darcy. I am satisfied. But what does he say of the living?"
    "He does not exactly recollect the circumstances, though he has heard them from Mr. Darcy more than once, but he believes that it was left to him conditionally only."
    "I have not a doubt of Mr. Bingley's sincerity," said Elizabeth warmly; "but you must excuse my not being convinced by assurances only. Mr. Bingley's defense of his friend was a very able one, I dare say; but since he is unacquainted with several parts of the story, and has learnt the rest from that friend himself, I shall venture to still think of both gentlemen as I did before."
    She then changed the discourse to one more gratifying to each, and on which there could be no difference of sentiment. Elizabeth listened with delight to the happy, though modest hopes which Jane entertained of Mr. Bingley's regard, and said all in her power to heighten her confidence in it. On their being joined by Mr. Bingley himself, Elizabeth withdrew to Miss Lucas; to whose inquiry after the pleasantness of her last partner she had scarcely replied, before Mr. Collins came up to them, and told her with great exultation that he had just been so fortunate as to make a most important discovery.
    山回路转不见君，雪上空留马行处。——岑参《白雪歌送武判官归京》
    子曰：“不患人之不己知，患不知人也。”
    以势服人口，以理服人心。
    待浮花、浪蕊都尽，伴君幽独。——苏轼《贺新郎·夏景》
    《遣悲怀》
    元稹
    闲坐悲君亦自悲，百年多是几多时。
    邓攸无子寻知命，潘岳悼亡犹费词。
    同穴窅冥何所望，他生缘会更难期。
    惟将终夜常开眼，报答平生未展眉。
    双蝶绣罗裙，东池宴，初相见。朱不深匀，闲花淡淡春。细看诸处好，人人道，柳腰身。昨日乱山昏，来时衣上云。——张先《醉垂鞭》
    "Miss Bennet, do you know who I am? I have not been accustomed to such language as this. I am almost the nearest relation he has in the world, and am entitled to know all his dearest concerns."
    "But you are not entitled to know mine; nor will such behaviour as this, ever induce me to be explicit."
    "Let me be rightly understood. This match, to which you have the presumption to aspire, can never take place. No, never. Mr. Darcy is engaged to my daughter. Now what have you to say?"
    "Only this; that if he is so, you can have no reason to suppose he will make an offer to me."
    "The engagement between them is of a peculiar kind. From their infancy, they have been intended for each other. It was the favourite wish of his mother, as well as of hers. While in their cradles, we planned the union: and now, at the moment when the wishes of both sisters would be accomplished in their marriage, to be prevented by a young woman of inferior birth, of no importance in the world, and wholly unallied to the family! Do you pay no regard to the wishes of his friends? To his tacit engagement with Miss de Bourgh? Are you lost to every feeling of propriety and delicacy? Have you not heard me say that from his earliest hours he was destined for his cousin?"
    "Yes, and I had heard it before. But what is that to me? If there is no other objection to my marrying your nephew, I shall certainly not be kept from it by knowing that his mother and aunt wished him to marry Miss de Bourgh. You both did as much as you could in planning the marriage. Its completion depended on others. If Mr. Darcy is neither by honour nor inclination confined to his cousin, why is not he to make another choice? And if I am that choice, why may not I accept him?"
    二十四桥明月夜，玉人何处教吹箫？——杜牧《寄扬州韩绰判官》
    季康子问政于孔子曰：“如杀无道，以就有道，何如？”孔子对曰：“子为政，焉用杀？子欲善，而民善矣。君子之德风，小人之德草。草上之风，必偃。”——《论语》
    子曰：“吾与回言终日，不违如愚。退而省其私，亦足以发。回也，不愚。”
    荷叶生时春恨生，荷叶枯时秋恨成。——李商隐《暮秋独游曲江》
    "Ah, my dear Sir Thomas!" interrupted Mrs. Norris, "I knew what was coming. I knew what you were going to say. If dear Julia were at home, or dearest Mrs. Rushworth at Sotherton, to afford a reason, an occasion for such a thing, you would be tempted to give the young people a dance at Mansfield. I know you would. If they were at home to grace the ball, a ball you would have this very Christmas. Thank your uncle, William, thank your uncle!"
    "My daughters," replied Sir Thomas, gravely interposing, "have their pleasures at Brighton, and I hope are very happy; but the dance which I think of giving at Mansfield will be for their cousins. Could we be all assembled, our satisfaction would undoubtedly be more complete, but the absence of some is not to debar the others of amusement."
    Mrs. Norris had not another word to say. She saw decision in his looks, and her surprise and vexation required some minutes' silence to be settled into composure. A ball at such a time! His daughters absent and herself not consulted! There was comfort, however, soon at hand. She must be the doer of everything: Lady Bertram would of course be spared all thought and exertion, and it would all fall upon her. She should have to do the honours of the evening; and this reflection quickly restored so much of her good-humour as enabled her to join in with the others, before their happiness and thanks were all expressed.
    Edmund, William, and Fanny did, in their different ways, look and speak as much grateful pleasure in the promised ball as Sir Thomas could desire. Edmund's feelings were for the other two. His father had never conferred a favour or shewn a kindness more to his satisfaction.
    花梢红未足，条破惊新绿。重帘下遍阑干曲。有人春睡熟，有人春睡熟。鸣禽破梦，云偏目蹙，起来香鳃褪红玉。花时爱与愁相续。罗裙过半幅，罗裙过半幅。——辛弃疾《东坡引》
    人只一念贪私，便销刚为柔，塞智为昏，变恩为惨，染洁为污，坏了一生人品。故古人以不贪为宝，所以度越一世。
    君召使摈，色勃如也，足躩如也。揖所与立，左右手。衣前后，襜如也。趋进，翼如也。宾退，必复命曰：“宾不顾矣。”
    The sons of Kohath by their families: Amram, Izhar, Hebron, and Uzziel.
    The sons of Merari by their families: Mahli and Mushi.
    These are the families of the Levites according to their fathers' houses.
    Of Gershon was the family of the Libnites, and the family of the Shimeites. These are the families of the Gershonites.
    Those who were counted of them, according to the number of all the males from a month old and upward, even those who were counted of them were seven thousand five hundred.
    The families of the Gershonites shall encamp behind the tabernacle westward.
    Eliasaph the son of Lael shall be the prince of the fathers' house of the Gershonites. The duty of the sons of Gershon in the Tent of Meeting shall be the tabernacle, the tent, its covering, the screen for the door of the Tent of Meeting, the hangings of the court, the screen for the door of the court which is by the tabernacle and around the altar, and its cords for all of its service.
    Of Kohath was the family of the Amramites, the family of the Izharites, the family of the Hebronites, and the family of the Uzzielites. These are the families of the Kohathites. According to the number of all the males from a month old and upward, there were eight thousand six hundred keeping the requirements of the sanctuary.
    The families of the sons of Kohath shall encamp on the south side of the tabernacle. The prince of the fathers' house of the families of the Kohathites shall be Elizaphan the son of Uzziel. Their duty shall be the ark, the table, the lamp stand, the altars, the vessels of the sanctuary with which they minister, the screen, and all its service. Eleazar the son of Aaron the priest shall be prince of the princes of the Levites, with the oversight of those who keep the requirements of the sanctuary.
    人怕没脸，树怕没皮。
    子曰：“君子和而不同，小人同而不和。”
    水落现石头，日久见人心。
    见强不怕，遇弱不欺。
    鸡豚狗彘之畜，无失其时。
    天理地理，有钱有理。
    一心想赶两只兔，反而落得两手空。
    子曰：“不得中行而与之，必也狂狷乎！狂者进取，狷者有所不为也。”
    东武望余杭，云海天涯两渺茫。——苏轼《南乡子·和杨元素时移守密州》
    钟鼓寒，楼阁暝，月照古铜金井。深院闭，小庭空，落花香露红。烟柳重，春雾薄，灯背水窗高阁。闲倚户，暗沾衣，待郎郎不归。——韦庄《更漏子》
    "I had not at that time the honour of knowing any lady in the assembly beyond my own party."
    "True; and nobody can ever be introduced in a ball-room. Well, Colonel Fitzwilliam, what do I play next? My fingers wait your orders."
    "Perhaps," said Darcy, "I should have judged better, had I sought an introduction; but I am ill-qualified to recommend myself to strangers."
    "Shall we ask your cousin the reason of this?" said Elizabeth, still addressing Colonel Fitzwilliam. "Shall we ask him why a man of sense and education, and who has lived in the world, is ill qualified to recommend himself to strangers?"
    "I can answer your question," said Fitzwilliam, "without applying to him. It is because he will not give himself the trouble."
    "I certainly have not the talent which some people possess," said Darcy, "of conversing easily with those I have never seen before. I cannot catch their tone of conversation, or appear interested in their concerns, as I often see done."
    "My fingers," said Elizabeth, "do not move over this instrument in the masterly manner which I see so many women's do. They have not the same force or rapidity, and do not produce the same expression. But then I have always supposed it to be my own fault--because I will not take the trouble of practising. It is not that I do not believe my fingers as capable as any other woman's of superior execution."
    Darcy smiled and said, "You are perfectly right. You have employed your time much better. No one admitted to the privilege of hearing you can think anything wanting. We neither of us perform to strangers."
    一乡一俗，一弯一曲。
    知我者为我心忧，不知我者谓我何求。
    《酬程延秋夜即事见赠》
    韩翃
    长簟迎风早，空城澹月华。
    星河秋一雁，砧杵夜千家。
    节候看应晚，心期卧已赊。
    向来吟秀句，不觉已鸣鸦。
    "Mr. Rushworth," said Lady Bertram, "if I were you, I would have a very pretty shrubbery. One likes to get out into a shrubbery in fine weather."
    Mr. Rushworth was eager to assure her ladyship of his acquiescence, and tried to make out something complimentary; but, between his submission to her taste, and his having always intended the same himself, with the superadded objects of professing attention to the comfort of ladies in general, and of insinuating that there was one only whom he was anxious to please, he grew puzzled, and Edmund was glad to put an end to his speech by a proposal of wine. Mr. Rushworth, however, though not usually a great talker, had still more to say on the subject next his heart. "Smith has not much above a hundred acres altogether in his grounds, which is little enough, and makes it more surprising that the place can have been so improved. Now, at Sotherton we have a good seven hundred, without reckoning the water meadows; so that I think, if so much could be done at Compton, we need not despair. There have been two or three fine old trees cut down, that grew too near the house, and it opens the prospect amazingly, which makes me think that Repton, or anybody of that sort, would certainly have the avenue at Sotherton down: the avenue that leads from the west front to the top of the hill, you know," turning to Miss Bertram particularly as he spoke. But Miss Bertram thought it most becoming to reply--
    "The avenue! Oh! I do not recollect it. I really know very little of Sotherton."
    曾看洛阳旧谱，只许姚黄独步。若比广陵花，太亏他。旧日王候园圃，今日荆榛狐兔。君莫说中州，怕花愁。——刘克庄《昭君怨》
    《近试上张水部》
    朱庆余
    洞房昨夜停红烛，待晓堂前拜舅姑。
    妆罢低声问夫婿，画眉深浅入时无。
    何处望神州？满眼风光北固楼。——辛弃疾《南乡子·登京口北固亭有怀》
    或问：“且将论孟紧要处看，如何？”程子曰：“固是好，但终是不浃洽耳。”
    "That circumstance would by no means tempt me," he replied, "for I should be sorry to make the character ridiculous by bad acting. It must be very difficult to keep Anhalt from appearing a formal, solemn lecturer; and the man who chuses the profession itself is, perhaps, one of the last who would wish to represent it on the stage."
    Miss Crawford was silenced, and with some feelings of resentment and mortification, moved her chair considerably nearer the tea-table, and gave all her attention to Mrs. Norris, who was presiding there.
    "Fanny," cried Tom Bertram, from the other table, where the conference was eagerly carrying on, and the conversation incessant, "we want your services."
    Fanny was up in a moment, expecting some errand; for the habit of employing her in that way was not yet overcome, in spite of all that Edmund could do.
    "Oh! we do not want to disturb you from your seat. We do not want your present services. We shall only want you in our play. You must be Cottager's wife."
    "Me!" cried Fanny, sitting down again with a most frightened look. "Indeed you must excuse me. I could not act anything if you were to give me the world. No, indeed, I cannot act."
    "Indeed, but you must, for we cannot excuse you. It need not frighten you: it is a nothing of a part, a mere nothing, not above half a dozen speeches altogether, and it will not much signify if nobody hears a word you say; so you may be as creep-mouse as you like, but we must have you to look at."
    "If you are afraid of half a dozen speeches," cried Mr. Rushworth, "what would you do with such a part as mine? I have forty-two to learn."
    《归嵩山作》
    王维
    清川带长薄，车马去闲闲。
    流水如有意，暮禽相与还。
    荒城临古渡，落日满秋山。
    迢递嵩高下，归来且闭关。
    《塞下曲》
    卢纶
    月黑雁飞高，单于夜遁逃。
    欲将轻骑逐，大雪满弓刀。
    红楼别夜堪惆怅，香灯半卷流苏帐。残月岀门时，美人和泪辞。琵琶金翠羽，弦上黄莺语。劝我早归家，绿窗人似花。——韦庄《菩萨蛮》
    入山不怕伤人虎，只怕人情两面刀。
    "But that expression of 'violently in love' is so hackneyed, so doubtful, so indefinite, that it gives me very little idea. It is as often applied to feelings which arise from a half-hour's acquaintance, as to a real, strong attachment. Pray, how violent was Mr. Bingley's love?"
    "I never saw a more promising inclination; he was growing quite inattentive to other people, and wholly engrossed by her. Every time they met, it was more decided and remarkable. At his own ball he offended two or three young ladies, by not asking them to dance; and I spoke to him twice myself, without receiving an answer. Could there be finer symptoms? Is not general incivility the very essence of love?"
    "Oh, yes!--of that kind of love which I suppose him to have felt. Poor Jane! I am sorry for her, because, with her disposition, she may not get over it immediately. It had better have happened to you, Lizzy; you would have laughed yourself out of it sooner. But do you think she would be prevailed upon to go back with us? Change of scene might be of service--and perhaps a little relief from home may be as useful as anything."
    Elizabeth was exceedingly pleased with this proposal, and felt persuaded of her sister's ready acquiescence.
    "I hope," added Mrs. Gardiner, "that no consideration with regard to this young man will influence her. We live in so different a part of town, all our connections are so different, and, as you well know, we go out so little, that it is very improbable that they should meet at all, unless he really comes to see her."
    心地干净，方可读书学古。不然，见一善行，窃以济私；闻一善言，假以覆短。是又藉寇兵而赍盗粮矣。
    不识庐山真面目，只缘身在此山中。——苏轼《题西林壁》
    不知季节看花草，不知地气看五木。
    企者不立；跨者不行；自见者不明；自是者不彰；自伐者无功；自矜者不长。其在道也，曰馀食赘形，物或恶之，故有道者不居。
    谁道人生无再少？门前流水尚能西！休将白发唱黄鸡。——苏轼《浣溪沙·游蕲水清泉寺》
    "Not in the least. It is a great while since we have had any star-gazing."
    "Yes; I do not know how it has happened." The glee began. "We will stay till this is finished, Fanny," said he, turning his back on the window; and as it advanced, she had the mortification of seeing him advance too, moving forward by gentle degrees towards the instrument, and when it ceased, he was close by the singers, among the most urgent in requesting to hear the glee again.
    Fanny sighed alone at the window till scolded away by Mrs. Norris's threats of catching cold.
    Sir Thomas was to return in November, and his eldest son had duties to call him earlier home. The approach of September brought tidings of Mr. Bertram, first in a letter to the gamekeeper and then in a letter to Edmund; and by the end of August he arrived himself, to be gay, agreeable, and gallant again as occasion served, or Miss Crawford demanded; to tell of races and Weymouth, and parties and friends, to which she might have listened six weeks before with some interest, and altogether to give her the fullest conviction, by the power of actual comparison, of her preferring his younger brother.
    It was very vexatious, and she was heartily sorry for it; but so it was; and so far from now meaning to marry the elder, she did not even want to attract him beyond what the simplest claims of conscious beauty required: his lengthened absence from Mansfield, without anything but pleasure in view, and his own will to consult, made it perfectly clear that he did not care about her; and his indifference was so much more than equalled by her own, that were he now to step forth the owner of Mansfield Park, the Sir Thomas complete, which he was to be in time, she did not believe she could accept him.
    老去悲秋强自宽，兴来今日尽君欢。——杜甫《九日蓝田崔氏庄》
    燕支长寒雪作花，蛾眉憔悴没胡沙。——李白《王昭君二首》
    或问子产。子曰：“惠人也。”问子西。曰：“彼哉！彼哉！”问管仲。曰：“人也。夺伯氏骈邑三百，饭疏食，没齿，无怨言。”
    老去凭谁说？看几番，神奇臭腐，夏裘冬葛！父老长安今余几？后死无仇可雪，犹未操，当时生发！二十五弦多少恨，算世间，那有平分月！胡妇弃！汉宫瑟。树犹如此堪重别！只使君，从来与我，话头多合。行矣置之无足问，谁换妍皮痴骨？但莫使伯牙弦绝！九转丹砂窂拾取，管精金，只是寻常铁。龙共虎，应声裂。——陈亮《贺新郎-寄辛幼安，和见怀韵》
    Miss Bingley's letter arrived, and put an end to doubt. The very first sentence conveyed the assurance of their being all settled in London for the winter, and concluded with her brother's regret at not having had time to pay his respects to his friends in Hertfordshire before he left the country.
    Hope was over, entirely over; and when Jane could attend to the rest of the letter, she found little, except the professed affection of the writer, that could give her any comfort. Miss Darcy's praise occupied the chief of it. Her many attractions were again dwelt on, and Caroline boasted joyfully of their increasing intimacy, and ventured to predict the accomplishment of the wishes which had been unfolded in her former letter. She wrote also with great pleasure of her brother's being an inmate of Mr. Darcy's house, and mentioned with raptures some plans of the latter with regard to new furniture.
    Elizabeth, to whom Jane very soon communicated the chief of all this, heard it in silent indignation. Her heart was divided between concern for her sister, and resentment against all others. To Caroline's assertion of her brother's being partial to Miss Darcy she paid no credit. That he was really fond of Jane, she doubted no more than she had ever done; and much as she had always been disposed to like him, she could not think without anger, hardly without contempt, on that easiness of temper, that want of proper resolution, which now made him the slave of his designing friends, and led him to sacrifice of his own happiness to the caprice of their inclination. Had his own happiness, however, been the only sacrifice, he might have been allowed to sport with it in whatever manner he thought best, but her sister's was involved in it, as she thought he must be sensible himself. It was a subject, in short, on which reflection would be long indulged, and must be unavailing. She could think of nothing else; and yet whether Bingley's regard had really died away, or were suppressed by his friends' interference; whether he had been aware of Jane's attachment, or whether it had escaped his observation; whatever were the case, though her opinion of him must be materially affected by the difference, her sister's situation remained the same, her peace equally wounded.
    天之机缄不测，抑而伸、伸而抑，皆是播弄英雄、颠倒豪杰处。君子只是逆来顺受、居安思危，天亦无所用其伎俩矣。
    逸民：伯夷、叔齐、虞仲、夷逸、朱张、柳下惠、少连。子曰：“不降其志，不辱其身，伯夷、叔齐与！”谓：“柳下惠、少连，降志辱身矣。言中伦，行中虑，其斯而已矣。”谓：“虞仲、夷逸，隐居放言。身中清，废中权。”“我则异于是，无可无不可。”——《论语》
    "Is anything the matter with her?" cried Mrs. Dashwood as she entered--"is she ill?"
    "I hope not," he replied, trying to look cheerful; and with a forced smile presently added, "It is I who may rather expect to be ill--for I am now suffering under a very heavy disappointment!"
    "Yes, for I am unable to keep my engagement with you. Mrs. Smith has this morning exercised the privilege of riches upon a poor dependent cousin, by sending me on business to London. I have just received my dispatches, and taken my farewell of Allenham; and by way of exhilaration I am now come to take my farewell of you."
    "This is very unfortunate. But Mrs. Smith must be obliged;--and her business will not detain you from us long I hope."
    He coloured as he replied, "You are very kind, but I have no idea of returning into Devonshire immediately. My visits to Mrs. Smith are never repeated within the twelvemonth."
    "And is Mrs. Smith your only friend? Is Allenham the only house in the neighbourhood to which you will be welcome? For shame, Willoughby, can you wait for an invitation here?"
    His colour increased; and with his eyes fixed on the ground he only replied, "You are too good."
    Mrs. Dashwood looked at Elinor with surprise. Elinor felt equal amazement. For a few moments every one was silent. Mrs. Dashwood first spoke.
    "I have only to add, my dear Willoughby, that at Barton cottage you will always be welcome; for I will not press you to return here immediately, because you only can judge how far THAT might be pleasing to Mrs. Smith; and on this head I shall be no more disposed to question your judgment than to doubt your inclination."
    处世而欲人感恩，便为敛怨之道；遇事而为人除害，即是导利之机。
    《怀渑池寄子瞻兄》
    苏辙
    相携话别郑原上，共道长途怕雪泥。
    归骑还寻大梁陌，行人已度古崤西。
    曾为县吏民知否？旧宿僧房壁共题。
    遥想独游佳味少，无方骓马但鸣嘶。
    淳熙已亥，自湖北漕移湖南，同官王正之置酒小山亭，为赋更能消，几番风雨，匆匆春又归去。惜春长怕花开早，何况落红无数！春且住。见说道，天涯芳草无归路。怨春不语。算只有殷勤，画檐蛛网，尽日惹飞絮。长门事，准拟佳期又误。蛾眉曾有人妒。千金纵买相如赋，脉脉此情谁诉？君莫舞。君不见，玉环飞燕皆尘土！闲愁最苦。休去倚危栏，斜阳正在，烟柳断肠处。——辛弃疾《摸鱼儿》
    Moses hurried and bowed his head toward the earth, and worshiped. He said, "If now I have found favor in your sight, Lord, please let the Lord go among us, even though this is a stiff-necked people; pardon our iniquity and our sin, and take us for your inheritance."
    He said, "Behold, I make a covenant: before all your people I will do marvels, such as have not been worked in all the earth, nor in any nation; and all the people among whom you are shall see the work of Yahweh; for it is an awesome thing that I do with you. Observe that which I command you today. Behold, I will drive out before you the Amorite, the Canaanite, the Hittite, the Perizzite, the Hivite, and the Jebusite. Be careful, lest you make a covenant with the inhabitants of the land where you are going, lest it be for a snare among you; but you shall break down their altars, and dash in pieces their pillars, and you shall cut down their Asherah poles; for you shall worship no other god; for Yahweh, whose name is Jealous, is a jealous God.
    "Don't make a covenant with the inhabitants of the land, lest they play the prostitute after their gods, and sacrifice to their gods, and one call you and you eat of his sacrifice; and you take of their daughters to your sons, and their daughters play the prostitute after their gods, and make your sons play the prostitute after their gods.
    "You shall make no cast idols for yourselves.
    "You shall keep the feast of unleavened bread. Seven days you shall eat unleavened bread, as I commanded you, at the time appointed in the month Abib; for in the month Abib you came out of Egypt.
    人生若只如初见，何事秋风悲画扇。——纳兰性德《木兰词·拟古决绝词柬友》
    争他一脚豚，反失一肘羊。
    《喜太守毕朝散致政》
    黄庭坚
    功名富贵两蜗角，险阻艰难一酒杯。
    百体观来身是幻，万夫争处首先回。
    风含翠篠娟娟净，雨裛红蕖冉冉香。——杜甫《狂夫》
    昨夜西风凋碧树。独上高楼，望尽天涯路。——晏殊《蝶恋花·槛菊愁烟兰泣露》
    最是一年春好处，绝胜烟柳满皇都。——韩愈《早春呈水部张十八员外 / 初春小雨 / 早春》
    As these went their way, Jesus began to say to the multitudes concerning John, "What did you go out into the wilderness to see? A reed shaken by the wind? But what did you go out to see? A man in soft clothing? Behold, those who wear soft clothing are in kings' houses. But why did you go out? To see a prophet? Yes, I tell you, and much more than a prophet. For this is he, of whom it is written, 'Behold, I send my messenger before your face, who will prepare your way before you.' Most certainly I tell you, among those who are born of women there has not arisen anyone greater than John the Baptizer; yet he who is least in the Kingdom of Heaven is greater than he. From the days of John the Baptizer until now, the Kingdom of Heaven suffers violence, and the violent take it by force. For all the prophets and the law prophesied until John. If you are willing to receive it, this is Elijah, who is to come. He who has ears to hear, let him hear.
    "But to what shall I compare this generation? It is like children sitting in the marketplaces, who call to their companions and say, 'We played the flute for you, and you didn't dance. We mourned for you, and you didn't lament.' For John came neither eating nor drinking, and they say, 'He has a demon.' The Son of Man came eating and drinking, and they say, 'Behold, a gluttonous man and a drunkard, a friend of tax collectors and sinners!' But wisdom is justified by her children."
    Then he began to denounce the cities in which most of his mighty works had been done, because they didn't repent. "Woe to you, Chorazin! Woe to you, Bethsaida! For if the mighty works had been done in Tyre and Sidon which were done in you, they would have repented long ago in sackcloth and ashes. But I tell you, it will be more tolerable for Tyre and Sidon on the day of judgment than for you. You, Capernaum, who are exalted to heaven, you will go down to Hades. For if the mighty works had been done in Sodom which were done in you, it would have remained until today. But I tell you that it will be more tolerable for the land of Sodom on the day of judgment, than for you."
    驴骑后，马骑前，骡子骑在腰中间。
    一只脚难走路，一个人难成户。
    渺渺啼鸦了。亘鱼天，寒生峭屿，五湖秋晓。竹几一灯人做梦，嘶马谁行古道。起搔首，窥星多少。月有微黄篱无影，挂牵牛数朵青花小。秋太淡，添红枣。愁痕倚赖西风扫，被西风，翻催鬓，与秋俱老。旧院隔霜帘不卷，金粉屏边醉倒。计无此中年怀抱。万里江南吹箫恨，恨参差，白雁横天杪。烟未敛，楚山杳。——蒋捷《贺新郎-秋晓》
    "Do you?--I have no doubt. Nature gave you understanding:--Miss Taylor gave you principles. You must have done well. My interference was quite as likely to do harm as good. It was very natural for you to say, what right has he to lecture me?--and I am afraid very natural for you to feel that it was done in a disagreeable manner. I do not believe I did you any good. The good was all to myself, by making you an object of the tenderest affection to me. I could not think about you so much without doating on you, faults and all; and by dint of fancying so many errors, have been in love with you ever since you were thirteen at least."
    "I am sure you were of use to me," cried Emma. "I was very often influenced rightly by you--oftener than I would own at the time. I am very sure you did me good. And if poor little Anna Weston is to be spoiled, it will be the greatest humanity in you to do as much for her as you have done for me, except falling in love with her when she is thirteen."
    "How often, when you were a girl, have you said to me, with one of your saucy looks--'Mr. Knightley, I am going to do so-and-so; papa says I may, or I have Miss Taylor's leave'--something which, you knew, I did not approve. In such cases my interference was giving you two bad feelings instead of one."
    "What an amiable creature I was!--No wonder you should hold my speeches in such affectionate remembrance."
    "'Mr. Knightley.'--You always called me, 'Mr. Knightley;' and, from habit, it has not so very formal a sound.--And yet it is formal. I want you to call me something else, but I do not know what."
    《和贾至舍人早朝大明宫之作》
    王维
    绛帻鸡人报晓筹，尚衣方进翠云裘。
    九天阊阖开宫殿，万国衣冠拜冕旒。
    日色才临仙掌动，香烟欲傍衮龙浮。
    朝罢须裁五色诏，佩声归到凤池头。
    国清才子贵，家富小儿骄。
    儿童急走追黄蝶，飞入菜花无处寻。——杨万里《宿新市徐公店》
    子曰：“不愤不启，不悱不发，举一隅不以三隅反，则不复也。”
    《送杨氏女》
    韦应物
    永日方戚戚，出行复悠悠。
    女子今有行，大江溯轻舟。
    尔辈苦无恃，抚念益慈柔。
    幼为长所育，两别泣不休。
    对此结中肠，义往难复留。
    自小阙内训，事姑贻我忧。
    赖兹托令门，任恤庶无尤。
    贫俭诚所尚，资从岂待周。
    孝恭遵妇道，容止顺其猷。
    别离在今晨，见尔当何秋。
    居闲始自遣，临感忽难收。
    归来视幼女，零泪缘缨流。
    Busy as he was, however, the young man was yet able to shew a most happy countenance on seeing Emma again.
    "This is a pleasure," said he, in rather a low voice, "coming at least ten minutes earlier than I had calculated. You find me trying to be useful; tell me if you think I shall succeed."
    "What!" said Mrs. Weston, "have not you finished it yet? you would not earn a very good livelihood as a working silversmith at this rate."
    "I have not been working uninterruptedly," he replied, "I have been assisting Miss Fairfax in trying to make her instrument stand steadily, it was not quite firm; an unevenness in the floor, I believe. You see we have been wedging one leg with paper. This was very kind of you to be persuaded to come. I was almost afraid you would be hurrying home."
    He contrived that she should be seated by him; and was sufficiently employed in looking out the best baked apple for her, and trying to make her help or advise him in his work, till Jane Fairfax was quite ready to sit down to the pianoforte again. That she was not immediately ready, Emma did suspect to arise from the state of her nerves; she had not yet possessed the instrument long enough to touch it without emotion; she must reason herself into the power of performance; and Emma could not but pity such feelings, whatever their origin, and could not but resolve never to expose them to her neighbour again.
    At last Jane began, and though the first bars were feebly given, the powers of the instrument were gradually done full justice to. Mrs. Weston had been delighted before, and was delighted again; Emma joined her in all her praise; and the pianoforte, with every proper discrimination, was pronounced to be altogether of the highest promise.
    人怕私，地怕荒。
    子曰：“论笃是与，君子者乎？色庄者乎？”
    乔木生云气，访中兴，英雄陈迹，暗追前事。战舰东风悭借便，梦断神州故里。旋小筑，吴宫闲地。华表月明归夜鹤，叹当时，花竹今如此，枝上露，溅清泪。遨头小簇行春队，苍苔，寻幽别墅，问梅开未？重唱梅边新度曲，催发寒梢冻蕊。此心与，东君同意。后不如今今非昔，两无言，相对沧浪水，怀此恨，寄残醉。——吴文英《贺新郎》
    "Whatever you say is always right," cried Harriet, "and therefore I suppose, and believe, and hope it must be so; but otherwise I could not have imagined it. It is so much beyond any thing I deserve. Mr. Elton, who might marry any body! There cannot be two opinions about him. He is so very superior. Only think of those sweet verses--'To Miss ------.' Dear me, how clever!--Could it really be meant for me?"
    "I cannot make a question, or listen to a question about that. It is a certainty. Receive it on my judgment. It is a sort of prologue to the play, a motto to the chapter; and will be soon followed by matter-of-fact prose."
    "It is a sort of thing which nobody could have expected. I am sure, a month ago, I had no more idea myself!--The strangest things do take place!"
    "When Miss Smiths and Mr. Eltons get acquainted--they do indeed--and really it is strange; it is out of the common course that what is so evidently, so palpably desirable--what courts the pre-arrangement of other people, should so immediately shape itself into the proper form. You and Mr. Elton are by situation called together; you belong to one another by every circumstance of your respective homes. Your marrying will be equal to the match at Randalls. There does seem to be a something in the air of Hartfield which gives love exactly the right direction, and sends it into the very channel where it ought to flow.
    A Hartfield edition of Shakespeare would have a long note on that passage."
    "That Mr. Elton should really be in love with me,--me, of all people, who did not know him, to speak to him, at Michaelmas! And he, the very handsomest man that ever was, and a man that every body looks up to, quite like Mr. Knightley! His company so sought after, that every body says he need not eat a single meal by himself if he does not chuse it; that he has more invitations than there are days in the week. And so excellent in the Church! Miss Nash has put down all the texts he has ever preached from since he came to Highbury. Dear me! When I look back to the first time I saw him! How little did I think!--The two Abbots and I ran into the front room and peeped through the blind when we heard he was going by, and Miss Nash came and scolded us away, and staid to look through herself; however, she called me back presently, and let me look too, which was very good-natured. And how beautiful we thought he looked! He was arm-in-arm with Mr. Cole."
    致虚极，守静笃。万物并作，吾以观复。夫物芸芸，各复归其根。归根曰静，静曰复命。复命曰常，知常曰明。不知常，妄作，凶。知常容，容乃公，公乃王，王乃天，天乃道，道乃久，殁身不殆。——《道德经》
    要知父母恩，怀里抱儿孙。
    芙蓉如面柳如眉，对此如何不泪垂。——白居易《长恨歌》
    《长干行》
    崔颢
    君家何处住，妾住在横塘。
    停船暂借问，或恐是同乡。
    知成之必败，则求成之心不必太坚；知生之必死，则保生之道不必过劳。眼看西晋之荆榛，犹矜白刃；身属北邙之狐兔，尚惜黄金。语云：“猛兽易伏，人心难降。溪壑易填，人心难满”。信哉！——《菜根谭》
    Fanny had no share in the festivities of the season; but she enjoyed being avowedly useful as her aunt's companion when they called away the rest of the family; and, as Miss Lee had left Mansfield, she naturally became everything to Lady Bertram during the night of a ball or a party. She talked to her, listened to her, read to her; and the tranquillity of such evenings, her perfect security in such a tete-a-tete from any sound of unkindness, was unspeakably welcome to a mind which had seldom known a pause in its alarms or embarrassments. As to her cousins' gaieties, she loved to hear an account of them, especially of the balls, and whom Edmund had danced with; but thought too lowly of her own situation to imagine she should ever be admitted to the same, and listened, therefore, without an idea of any nearer concern in them. Upon the whole, it was a comfortable winter to her; for though it brought no William to England, the never-failing hope of his arrival was worth much.
    The ensuing spring deprived her of her valued friend, the old grey pony; and for some time she was in danger of feeling the loss in her health as well as in her affections; for in spite of the acknowledged importance of her riding on horse-back, no measures were taken for mounting her again, "because," as it was observed by her aunts, "she might ride one of her cousin's horses at any time when they did not want them," and as the Miss Bertrams regularly wanted their horses every fine day, and had no idea of carrying their obliging manners to the sacrifice of any real pleasure, that time, of course, never came. They took their cheerful rides in the fine mornings of April and May; and Fanny either sat at home the whole day with one aunt, or walked beyond her strength at the instigation of the other: Lady Bertram holding exercise to be as unnecessary for everybody as it was unpleasant to herself; and Mrs. Norris, who was walking all day, thinking everybody ought to walk as much. Edmund was absent at this time, or the evil would have been earlier remedied. When he returned, to understand how Fanny was situated, and perceived its ill effects, there seemed with him but one thing to be done; and that "Fanny must have a horse" was the resolute declaration with which he opposed whatever could be urged by the supineness of his mother, or the economy of his aunt, to make it appear unimportant. Mrs. Norris could not help thinking that some steady old thing might be found among the numbers belonging to the Park that would do vastly well; or that one might be borrowed of the steward; or that perhaps Dr. Grant might now and then lend them the pony he sent to the post. She could not but consider it as absolutely unnecessary, and even improper, that Fanny should have a regular lady's horse of her own, in the style of her cousins. She was sure Sir Thomas had never intended it: and she must say that, to be making such a purchase in his absence, and adding to the great expenses of his stable, at a time when a large part of his income was unsettled, seemed to her very unjustifiable. "Fanny must have a horse," was Edmund's only reply. Mrs. Norris could not see it in the same light. Lady Bertram did: she entirely agreed with her son as to the necessity of it, and as to its being considered necessary by his father; she only pleaded against there being any hurry; she only wanted him to wait till Sir Thomas's return, and then Sir Thomas might settle it all himself. He would be at home in September, and where would be the harm of only waiting till September?
    别来春半，触目柔肠断。——李煜《清平乐·别来春半》
    天下无难事，只怕有心人。
    月上柳梢头，人约黄昏后。——欧阳修《生查子·元夕》
    曾子曰：“吾日三省吾身：为人谋而不忠乎？与朋友交而不信乎？传不习乎？”
    《阙题》
    刘脊虚
    道由白云尽，春与清溪长。
    时有落花至，远随流水香。
    闲门向山路，深柳读书堂。
    幽映每白日，清辉照衣裳。
    金风细细，叶叶梧桐坠。绿酒初尝人易醉，一枕小窗浓睡。紫薇朱槿花残，斜阳却照阑干。双燕欲归时节，银屏昨夜微寒。——晏殊《清平乐》
    She retreated from the window, fearful of being seen; and as she walked up and down the room, endeavouring to compose herself, saw such looks of inquiring surprise in her uncle and aunt as made everything worse.
    Miss Darcy and her brother appeared, and this formidable introduction took place. With astonishment did Elizabeth see that her new acquaintance was at least as much embarrassed as herself. Since her being at Lambton, she had heard that Miss Darcy was exceedingly proud; but the observation of a very few minutes convinced her that she was only exceedingly shy. She found it difficult to obtain even a word from her beyond a monosyllable.
    Miss Darcy was tall, and on a larger scale than Elizabeth; and, though little more than sixteen, her figure was formed, and her appearance womanly and graceful. She was less handsome than her brother; but there was sense and good humour in her face, and her manners were perfectly unassuming and gentle. Elizabeth, who had expected to find in her as acute and unembarrassed an observer as ever Mr. Darcy had been, was much relieved by discerning such different feelings.
    They had not long been together before Mr. Darcy told her that Bingley was also coming to wait on her; and she had barely time to express her satisfaction, and prepare for such a visitor, when Bingley's quick step was heard on the stairs, and in a moment he entered the room. All Elizabeth's anger against him had been long done away; but had she still felt any, it could hardly have stood its ground against the unaffected cordiality with which he expressed himself on seeing her again. He inquired in a friendly, though general way, after her family, and looked and spoke with the same good-humoured ease that he had ever done.
    乱丝难理，泼妇难治。
    心地上无风涛，随在皆青山绿树；性天中有化育，触处都鱼跃鸢飞。
    留人不住，醉解兰舟去。一棹碧涛春水路，过尽晓莺啼处。渡头杨柳青青，枝枝叶叶离情。此后锦书休寄，画楼云雨无凭。——晏几道《清平乐》
    Harriet had not surmised her own danger, but the idea of it struck her forcibly.
    "You could not have visited me!" she cried, looking aghast. "No, to be sure you could not; but I never thought of that before. That would have been too dreadful!--What an escape!--Dear Miss Woodhouse, I would not give up the pleasure and honour of being intimate with you for any thing in the world."
    "Indeed, Harriet, it would have been a severe pang to lose you; but it must have been. You would have thrown yourself out of all good society. I must have given you up."
    "Dear me!--How should I ever have borne it! It would have killed me never to come to Hartfield any more!"
    "Dear affectionate creature!--You banished to Abbey-Mill Farm!--You confined to the society of the illiterate and vulgar all your life! I wonder how the young man could have the assurance to ask it. He must have a pretty good opinion of himself."
    "I do not think he is conceited either, in general," said Harriet, her conscience opposing such censure; "at least, he is very good natured, and I shall always feel much obliged to him, and have a great regard for--but that is quite a different thing from--and you know, though he may like me, it does not follow that I should--and certainly I must confess that since my visiting here I have seen people--and if one comes to compare them, person and manners, there is no comparison at all, one is so very handsome and agreeable. However, I do really think Mr. Martin a very amiable young man, and have a great opinion of him; and his being so much attached to me--and his writing such a letter--but as to leaving you, it is what I would not do upon any consideration."
    樱桃落尽春归去，蝶翻轻粉双飞。子规啼月小楼西，玉钩罗幕，惆怅暮烟垂。别巷寂寥人散后，望残烟草低迷。炉香闲袅凤凰儿。空持罗帯，回首恨依依。——李煜《临江仙》
    相思无因见，怅望凉风前。——李白《折荷有赠》
    不下水，一辈子不会游泳；不扬帆，一辈子不会撑船。
    尧曰：“咨！尔舜！天之历数在尔躬。允执其中。四海困穷，天禄永终。”舜亦以命禹。曰：“予小子履，敢用玄牡，敢昭告于皇皇后帝：有罪不敢赦。帝臣不蔽，简在帝心。朕躬有罪，无以万方；万方有罪，罪在朕躬。”周有大赉，善人是富。“虽有周亲，不如仁人。百姓有过，在予一人。”谨权量，审法度，修废官，四方之政行焉。兴灭国，继绝世，举逸民，天下之民归心焉。所重：民、食、丧、祭。宽则得众，信则民任焉，敏则有功，公则说。——《论语》
    "Yes. My uncle talked of two months. I suppose it will not be less."
    "And how are you to be conveyed back again? Who comes for you?"
    "I do not know. I have heard nothing about it yet from my aunt. Perhaps I may be to stay longer. It may not be convenient for me to be fetched exactly at the two months' end."
    After a moment's reflection, Mr. Crawford replied, "I know Mansfield, I know its way, I know its faults towards you. I know the danger of your being so far forgotten, as to have your comforts give way to the imaginary convenience of any single being in the family. I am aware that you may be left here week after week, if Sir Thomas cannot settle everything for coming himself, or sending your aunt's maid for you, without involving the slightest alteration of the arrangements which he may have laid down for the next quarter of a year. This will not do. Two months is an ample allowance; I should think six weeks quite enough. I am considering your sister's health," said he, addressing himself to Susan, "which I think the confinement of Portsmouth unfavourable to. She requires constant air and exercise. When you know her as well as I do, I am sure you will agree that she does, and that she ought never to be long banished from the free air and liberty of the country. If, therefore" (turning again to Fanny), "you find yourself growing unwell, and any difficulties arise about your returning to Mansfield, without waiting for the two months to be ended, that must not be regarded as of any consequence, if you feel yourself at all less strong or comfortable than usual, and will only let my sister know it, give her only the slightest hint, she and I will immediately come down, and take you back to Mansfield. You know the ease and the pleasure with which this would be done. You know all that would be felt on the occasion."
    让礼一寸，得礼一尺。
    子曰：“狂而不直，侗而不愿，悾悾而不信，吾不知之矣。”
    求人须求大丈夫，济人须济急时无。
    穷人的汗，富人的饭。
    《啼鸟》
    欧阳修
    我遭谗口身落此，每闻巧言宜可憎。
    春到山城苦寂寞，把盏常恨无娉婷。
    花开鸟语辄自醉，醉与花鸟为交朋。
    花能嫣然顾我笑，鸟劝我饮非无情。
    身闲酒美惜光景，惟恐鸟散花飘零。
    可笑灵均楚泽畔，离骚憔悴愁独醒。
    The people answered, "Far be it from us that we should forsake Yahweh, to serve other gods; for it is Yahweh our God who brought us and our fathers up out of the land of Egypt, from the house of bondage, and who did those great signs in our sight, and preserved us in all the way in which we went, and among all the peoples through the middle of whom we passed. Yahweh drove out from before us all the peoples, even the Amorites who lived in the land. Therefore we also will serve Yahweh; for he is our God."
    Joshua said to the people, "You can't serve Yahweh, for he is a holy God. He is a jealous God. He will not forgive your disobedience nor your sins. If you forsake Yahweh, and serve foreign gods, then he will turn and do you evil, and consume you, after he has done you good."
    The people said to Joshua, "No, but we will serve Yahweh." Joshua said to the people, "You are witnesses against yourselves that you have chosen Yahweh yourselves, to serve him."
    "Now therefore put away the foreign gods which are among you, and incline your heart to Yahweh, the God of Israel."
    The people said to Joshua, "We will serve Yahweh our God, and we will listen to his voice."
    So Joshua made a covenant with the people that day, and made for them a statute and an ordinance in Shechem. Joshua wrote these words in the book of the law of God; and he took a great stone, and set it up there under the oak that was by the sanctuary of Yahweh. Joshua said to all the people, "Behold, this stone shall be a witness against us, for it has heard all Yahweh's words which he spoke to us. It shall be therefore a witness against you, lest you deny your God." So Joshua sent the people away, each to his own inheritance.
    蛾扑火，火焦蛾，莫谓祸生无本；果种花，花结果，须知福至有因。
    凭阑半日独无言，依旧竹声新月似当年。——李煜《虞美人·风回小院庭芜绿》
    "Well girls," said she, as soon as they were left to themselves, "What say you to the day? I think every thing has passed off uncommonly well, I assure you. The dinner was as well dressed as any I ever saw. The venison was roasted to a turn--and everybody said they never saw so fat a haunch. The soup was fifty times better than what we had at the Lucases' last week; and even Mr. Darcy acknowledged, that the partridges were remarkably well done; and I suppose he has two or three French cooks at least. And, my dear Jane, I never saw you look in greater beauty. Mrs. Long said so too, for I asked her whether you did not. And what do you think she said besides? 'Ah! Mrs. Bennet, we shall have her at Netherfield at last.' She did indeed. I do think Mrs. Long is as good a creature as ever lived--and her nieces are very pretty behaved girls, and not at all handsome: I like them prodigiously."
    Mrs. Bennet, in short, was in very great spirits; she had seen enough of Bingley's behaviour to Jane, to be convinced that she would get him at last; and her expectations of advantage to her family, when in a happy humour, were so far beyond reason, that she was quite disappointed at not seeing him there again the next day, to make his proposals.
    "It has been a very agreeable day," said Miss Bennet to Elizabeth. "The party seemed so well selected, so suitable one with the other. I hope we may often meet again."
    "Lizzy, you must not do so. You must not suspect me. It mortifies me. I assure you that I have now learnt to enjoy his conversation as an agreeable and sensible young man, without having a wish beyond it. I am perfectly satisfied, from what his manners now are, that he never had any design of engaging my affection. It is only that he is blessed with greater sweetness of address, and a stronger desire of generally pleasing, than any other man."
    灯不亮，要人拨；事不明，要人说。
    道者，万物之奥。善人之宝，不善人之所保。美言可以市尊，美行可以加人。人之不善，何弃之有？故立天子，置三公，虽有拱璧以先驷马，不如坐进此道。古之所以贵此道者何？不曰：求以得，有罪以免邪？故为天下贵。——《道德经》
    画隼横江喜再游，老鱼跳槛识青讴。流年未肯付东流。黄菊篱边无怅望，白云乡里有温柔。挽回霜鬓莫教休。——苏轼《浣溪沙》
    The evening passed quietly, unmarked by anything extraordinary. The acknowledged lovers talked and laughed, the unacknowledged were silent. Darcy was not of a disposition in which happiness overflows in mirth; and Elizabeth, agitated and confused, rather knew that she was happy than felt herself to be so; for, besides the immediate embarrassment, there were other evils before her. She anticipated what would be felt in the family when her situation became known; she was aware that no one liked him but Jane; and even feared that with the others it was a dislike which not all his fortune and consequence might do away.
    At night she opened her heart to Jane. Though suspicion was very far from Miss Bennet's general habits, she was absolutely incredulous here.
    "You are joking, Lizzy. This cannot be!--engaged to Mr. Darcy! No, no, you shall not deceive me. I know it to be impossible."
    "This is a wretched beginning indeed! My sole dependence was on you; and I am sure nobody else will believe me, if you do not. Yet, indeed, I am in earnest. I speak nothing but the truth. He still loves me, and we are engaged."
    Jane looked at her doubtingly. "Oh, Lizzy! it cannot be. I know how much you dislike him."
    "You know nothing of the matter. That is all to be forgot. Perhaps I did not always love him so well as I do now. But in such cases as these, a good memory is unpardonable. This is the last time I shall ever remember it myself."
    Miss Bennet still looked all amazement. Elizabeth again, and more seriously assured her of its truth.
    月未到诚斋，先到万花川谷。不是诚斋无月，隔一庭修竹。如今才是十三夜，月色已如玉。未是秋光奇绝，看十五十六。——杨万里《好事近》
    把握未定，宜绝迹尘嚣，使此心不见可欲而不乱，以澄吾静体；操持既坚，又当混迹风尘，使此心见可欲而亦不乱，以养吾圆机。
    曾子曰：“堂堂乎张也，难与并为仁矣。”
    舞低杨柳楼心月，歌尽桃花扇底风。——晏几道《鹧鸪天·彩袖殷勤捧玉钟》
    "Brothers and fathers, listen to the defense which I now make to you."
    When they heard that he spoke to them in the Hebrew language, they were even more quiet.
    He said, "I am indeed a Jew, born in Tarsus of Cilicia, but brought up in this city at the feet of Gamaliel, instructed according to the strict tradition of the law of our fathers, being zealous for God, even as you all are today. I persecuted this Way to the death, binding and delivering into prisons both men and women, as also the high priest and all the council of the elders testify, from whom also I received letters to the brothers, and traveled to Damascus to bring them also who were there to Jerusalem in bonds to be punished.
    "As I made my journey and came close to Damascus, about noon suddenly a great light shone around me from the sky. I fell to the ground and heard a voice saying to me, 'Saul, Saul, why are you persecuting me?' I answered, 'Who are you, Lord?' He said to me, 'I am Jesus of Nazareth, whom you persecute.'
    "Those who were with me indeed saw the light and were afraid, but they didn't understand the voice of him who spoke to me. I said, 'What shall I do, Lord?' The Lord said to me, 'Arise, and go into Damascus. There you will be told about all things which are appointed for you to do.' When I couldn't see for the glory of that light, being led by the hand of those who were with me, I came into Damascus.
    "One Ananias, a devout man according to the law, well reported of by all the Jews who lived in Damascus, came to me, and standing by me said to me, 'Brother Saul, receive your sight!' In that very hour I looked up at him. He said, 'The God of our fathers has appointed you to know his will, and to see the Righteous One, and to hear a voice from his mouth. For you will be a witness for him to all men of what you have seen and heard. Now why do you wait? Arise, be baptized, and wash away your sins, calling on the name of the Lord.'
    养儿待老，积谷防饥。
    多少少年亡，不到白头死。
    山林是胜地，一营恋便成市朝；书画是雅事，一贪痴便成商贾。盖心无染著，俗境是仙都；心有丝牵，乐境成悲地。
    《西塞山怀古》
    刘禹锡
    王浚楼船下益州，金陵王气黯然收。
    千寻铁锁沉江底，一片降幡出石头。
    人世几回伤往事，山形依旧枕寒流。
    从今四海为家日，故垒萧萧芦荻秋。
    《渭川田家》
    王维
    斜光照墟落，穷巷牛羊归。
    野老念牧童，倚杖候荆扉。
    雉雊麦苗秀，蚕眠桑叶稀。
    田夫荷锄至，相见语依依。
    即此羡闲逸，怅然吟式微。
    He listened to his father in silence, and attempted not any defence, which confirmed her in fearing that the inquietude of his mind, on Isabella's account, might, by keeping him long sleepless, have been the real cause of his rising late. It was the first time of her being decidedly in his company, and she had hoped to be now able to form her opinion of him; but she scarcely heard his voice while his father remained in the room; and even afterwards, so much were his spirits affected, she could distinguish nothing but these words, in a whisper to Eleanor, "How glad I shall be when you are all off."
    The bustle of going was not pleasant. The clock struck ten while the trunks were carrying down, and the general had fixed to be out of Milsom Street by that hour. His greatcoat, instead of being brought for him to put on directly, was spread out in the curricle in which he was to accompany his son. The middle seat of the chaise was not drawn out, though there were three people to go in it, and his daughter's maid had so crowded it with parcels that Miss Morland would not have room to sit; and, so much was he influenced by this apprehension when he handed her in, that she had some difficulty in saving her own new writing-desk from being thrown out into the street. At last, however, the door was closed upon the three females, and they set off at the sober pace in which the handsome, highly fed four horses of a gentleman usually perform a journey of thirty miles: such was the distance of Northanger from Bath, to be now divided into two equal stages. Catherine's spirits revived as they drove from the door; for with Miss Tilney she felt no restraint; and, with the interest of a road entirely new to her, of an abbey before, and a curricle behind, she caught the last view of Bath without any regret, and met with every milestone before she expected it. The tediousness of a two hours' wait at Petty France, in which there was nothing to be done but to eat without being hungry, and loiter about without anything to see, next followed--and her admiration of the style in which they travelled, of the fashionable chaise and four--postilions handsomely liveried, rising so regularly in their stirrups, and numerous outriders properly mounted, sunk a little under this consequent inconvenience. Had their party been perfectly agreeable, the delay would have been nothing; but General Tilney, though so charming a man, seemed always a check upon his children's spirits, and scarcely anything was said but by himself; the observation of which, with his discontent at whatever the inn afforded, and his angry impatience at the waiters, made Catherine grow every moment more in awe of him, and appeared to lengthen the two hours into four. At last, however, the order of release was given; and much was Catherine then surprised by the general's proposal of her taking his place in his son's curricle for the rest of the journey: "the day was fine, and he was anxious for her seeing as much of the country as possible."
    叹息老来交旧尽，睡来谁共午瓯茶。——陆游《幽居初夏》
    一只眼，看不远；千只眼，看穿天。
    季康子问：“仲由可使从政也与？”子曰：“由也果，于从政乎何有？”曰：“赐也，可使从政也与？”曰：“赐也达，于从政乎何有？”曰：“求也，可使从政也与？”曰：“求也艺，于从政乎何有？”——《论语》
    大宰问于子贡曰：“夫子圣者与？何其多能也？”子贡曰：“固天纵之将圣，又多能也。”子闻之，曰：“大宰知我乎！吾少也贱，故多能鄙事。君子多乎哉？不多也。”牢曰：“子云，‘吾不试，故艺’。”——《论语》
    As this was a favourite meal with Mrs. Jennings, it lasted a considerable time, and they were just setting themselves, after it, round the common working table, when a letter was delivered to Marianne, which she eagerly caught from the servant, and, turning of a death-like paleness, instantly ran out of the room. Elinor, who saw as plainly by this, as if she had seen the direction, that it must come from Willoughby, felt immediately such a sickness at heart as made her hardly able to hold up her head, and sat in such a general tremour as made her fear it impossible to escape Mrs. Jennings's notice. That good lady, however, saw only that Marianne had received a letter from Willoughby, which appeared to her a very good joke, and which she treated accordingly, by hoping, with a laugh, that she would find it to her liking. Of Elinor's distress, she was too busily employed in measuring lengths of worsted for her rug, to see any thing at all; and calmly continuing her talk, as soon as Marianne disappeared, she said,
    "Upon my word, I never saw a young woman so desperately in love in my life! MY girls were nothing to her, and yet they used to be foolish enough; but as for Miss Marianne, she is quite an altered creature. I hope, from the bottom of my heart, he won't keep her waiting much longer, for it is quite grievous to see her look so ill and forlorn. Pray, when are they to be married?"
    Elinor, though never less disposed to speak than at that moment, obliged herself to answer such an attack as this, and, therefore, trying to smile, replied, "And have you really, Ma'am, talked yourself into a persuasion of my sister's being engaged to Mr. Willoughby? I thought it had been only a joke, but so serious a question seems to imply more; and I must beg, therefore, that you will not deceive yourself any longer. I do assure you that nothing would surprise me more than to hear of their being going to be married."
    肝肠煦若春风，虽囊乏一文，还怜茕独；气骨清如秋水，纵家徒四壁，终傲王公。
    不昧己心，不拂人情，不竭物力，三者可以为天地立心，为生民立命，为子孙造福。
    上了赌场，不认爹娘。
    秀才遇到兵，有理说不清。
    不以我为德，反以我为仇。
    羽箭雕弓，忆呼鹰古垒，截虎平川。吹笳暮归野帐，雪压青毡。淋漓醉墨，看龙蛇飞落蛮笺。人误许，诗情将略，一时才气超然。何事又作南来，看重阳药市，元夕灯山？花时万人乐处，欹帽垂鞭。闻歌感旧，尚时时流涕尊前。君记取：封候事在，功名不信由天。——陆游《汉宫春》
    Mrs. Goddard, and the teachers, and the girls and the affairs of the school in general, formed naturally a great part of the conversation--and but for her acquaintance with the Martins of Abbey-Mill Farm, it must have been the whole. But the Martins occupied her thoughts a good deal; she had spent two very happy months with them, and now loved to talk of the pleasures of her visit, and describe the many comforts and wonders of the place. Emma encouraged her talkativeness--amused by such a picture of another set of beings, and enjoying the youthful simplicity which could speak with so much exultation of Mrs. Martin's having "two parlours, two very good parlours, indeed; one of them quite as large as Mrs. Goddard's drawing-room; and of her having an upper maid who had lived five-and-twenty years with her; and of their having eight cows, two of them Alderneys, and one a little Welch cow, a very pretty little Welch cow indeed; and of Mrs. Martin's saying as she was so fond of it, it should be called her cow; and of their having a very handsome summer-house in their garden, where some day next year they were all to drink tea:--a very handsome summer-house, large enough to hold a dozen people."
    For some time she was amused, without thinking beyond the immediate cause; but as she came to understand the family better, other feelings arose. She had taken up a wrong idea, fancying it was a mother and daughter, a son and son's wife, who all lived together; but when it appeared that the Mr. Martin, who bore a part in the narrative, and was always mentioned with approbation for his great good-nature in doing something or other, was a single man; that there was no young Mrs. Martin, no wife in the case; she did suspect danger to her poor little friend from all this hospitality and kindness, and that, if she were not taken care of, she might be required to sink herself forever.
    蜀道登天，一杯送，绣衣行客。还自叹，中年多病，不堪离别。东北看惊诸葛表，西南更草相如檄。把攻名，收拾付君侯，如椽笔。儿女泪，君休滴。荆楚路，吾能说。要新诗准备，庐山山色。赤壁矶头千古浪，铜鞮陌上三更月。正梅花，万里雪深时，须相忆。——辛弃疾《满江红》
    《同题仙游观》
    韩翃
    仙台初见五城楼，风物凄凄宿雨收。
    山色遥连秦树晚，砧声近报汉宫秋。
    疏松影落空坛静，细草香闲小洞幽。
    何用别寻方外去，人间亦自有丹丘。
    "An afterpiece instead of a comedy," said Mr. Bertram. "Lovers' Vows were at an end, and Lord and Lady Ravenshaw left to act My Grandmother by themselves. Well, the jointure may comfort him; and perhaps, between friends, he began to tremble for his credit and his lungs in the Baron, and was not sorry to withdraw; and to make you amends, Yates, I think we must raise a little theatre at Mansfield, and ask you to be our manager."
    This, though the thought of the moment, did not end with the moment; for the inclination to act was awakened, and in no one more strongly than in him who was now master of the house; and who, having so much leisure as to make almost any novelty a certain good, had likewise such a degree of lively talents and comic taste, as were exactly adapted to the novelty of acting. The thought returned again and again. "Oh for the Ecclesford theatre and scenery to try something with." Each sister could echo the wish; and Henry Crawford, to whom, in all the riot of his gratifications it was yet an untasted pleasure, was quite alive at the idea. "I really believe," said he, "I could be fool enough at this moment to undertake any character that ever was written, from Shylock or Richard III down to the singing hero of a farce in his scarlet coat and cocked hat. I feel as if I could be anything or everything; as if I could rant and storm, or sigh or cut capers, in any tragedy or comedy in the English language. Let us be doing something. Be it only half a play, an act, a scene; what should prevent us? Not these countenances, I am sure," looking towards the Miss Bertrams; "and for a theatre, what signifies a theatre? We shall be only amusing ourselves. Any room in this house might suffice."
    财大折人，势大压人。
    帘外雨潺潺，春意阑珊。——李煜《浪淘沙令·帘外雨潺潺》
    事稍拂逆，便思不如我的人，则怨尤自消；心稍怠荒，便思胜似我的人，则精神自奋。
    子见齐衰者、冕衣裳者与瞽者，见之，虽少必作；过之，必趋。
    小邦寡民。使有什伯之器而不用；使民重死而不远徙。虽有舟舆，无所乘之；虽有甲兵，无所陈之。使民复结绳而用之。甘其食，美其服，安其居，乐其俗。邻邦相望，鸡犬之声相闻，民至老死，不相往来。——《道德经》
    "Yes," added Maria, "and her spirits are as good, and she has the same energy of character. I cannot but think that good horsemanship has a great deal to do with the mind."
    When they parted at night Edmund asked Fanny whether she meant to ride the next day.
    "No, I do not know--not if you want the mare," was her answer.
    "I do not want her at all for myself," said he; "but whenever you are next inclined to stay at home, I think Miss Crawford would be glad to have her a longer time--for a whole morning, in short. She has a great desire to get as far as Mansfield Common: Mrs. Grant has been telling her of its fine views, and I have no doubt of her being perfectly equal to it. But any morning will do for this. She would be extremely sorry to interfere with you. It would be very wrong if she did. She rides only for pleasure; you for health."
    "I shall not ride to-morrow, certainly," said Fanny; "I have been out very often lately, and would rather stay at home. You know I am strong enough now to walk very well."
    Edmund looked pleased, which must be Fanny's comfort, and the ride to Mansfield Common took place the next morning: the party included all the young people but herself, and was much enjoyed at the time, and doubly enjoyed again in the evening discussion. A successful scheme of this sort generally brings on another; and the having been to Mansfield Common disposed them all for going somewhere else the day after. There were many other views to be shewn; and though the weather was hot, there were shady lanes wherever they wanted to go. A young party is always provided with a shady lane. Four fine mornings successively were spent in this manner, in shewing the Crawfords the country, and doing the honours of its finest spots. Everything answered; it was all gaiety and good-humour, the heat only supplying inconvenience enough to be talked of with pleasure--till the fourth day, when the happiness of one of the party was exceedingly clouded. Miss Bertram was the one. Edmund and Julia were invited to dine at the Parsonage, and she was excluded. It was meant and done by Mrs. Grant, with perfect good-humour, on Mr. Rushworth's account, who was partly expected at the Park that day; but it was felt as a very grievous injury, and her good manners were severely taxed to conceal her vexation and anger till she reached home. As Mr. Rushworth did not come, the injury was increased, and she had not even the relief of shewing her power over him; she could only be sullen to her mother, aunt, and cousin, and throw as great a gloom as possible over their dinner and dessert.
    天下英雄谁敌手？曹刘。生子当如孙仲谋。——辛弃疾《南乡子·登京口北固亭有怀》
    子曰：“君子求诸己，小人求诸人。”
    Yahweh, your Redeemer, the Holy One of Israel says: "For your sake, I have sent to Babylon, and I will bring all of them down as fugitives, even the Chaldeans, in the ships of their rejoicing. I am Yahweh, your Holy One, the Creator of Israel, your King."
    Yahweh, who makes a way in the sea,
    and a path in the mighty waters, who brings out the chariot and horse, the army and the mighty man (they lie down together, they shall not rise; they are extinct, they are quenched like a wick) says: "Don't remember the former things, and don't consider the things of old. Behold, I will do a new thing. It springs out now. Don't you know it? I will even make a way in the wilderness, and rivers in the desert. The animals of the field, the jackals and the ostriches, shall honor me, because I give water in the wilderness and rivers in the desert, to give drink to my people, my chosen, the people which I formed for myself, that they might declare my praise. Yet you have not called on me, Jacob; but you have been weary of me, Israel. You have not brought me any of your sheep for burnt offerings, neither have you honored me with your sacrifices. I have not burdened you with offerings, nor wearied you with frankincense. You have bought me no sweet cane with money, nor have you filled me with the fat of your sacrifices, but you have burdened me with your sins. You have wearied me with your iniquities. I, even I, am he who blots out your transgressions for my own sake; and I will not remember your sins. Put me in remembrance. Let us plead together. Declare your case, that you may be justified. Your first father sinned, and your teachers have transgressed against me. Therefore I will profane the princes of the sanctuary; and I will make Jacob a curse, and Israel an insult."
    为善最乐，为恶难逃。
    万句言语吃不饱，一捧流水能解渴。
    人不通今古，马牛如襟裾。
    子曰：“君子义以为质，礼以行之，孙以出之，信以成之。君子哉！”
    忧勤是美德，太苦则无以适性怡情；淡泊是高风，太枯则无以济人利物。
    早起动动腰，一天少疲劳。
    家庭有个真佛，日用有种真道，人能诚心和气、愉色婉言，使父母兄弟间形体万倍也。
    只要唱的戏好，不在开场迟早。
    会说的惹人笑，不会说的惹人跳。
    She followed her father to the fire place, and they both sat down. He then said,
    "I have received a letter this morning that has astonished me exceedingly. As it principally concerns yourself, you ought to know its contents. I did not know before, that I had two daughters on the brink of matrimony. Let me congratulate you on a very important conquest."
    The colour now rushed into Elizabeth's cheeks in the instantaneous conviction of its being a letter from the nephew, instead of the aunt; and she was undetermined whether most to be pleased that he explained himself at all, or offended that his letter was not rather addressed to herself; when her father continued:
    "You look conscious. Young ladies have great penetration in such matters as these; but I think I may defy even your sagacity, to discover the name of your admirer. This letter is from Mr. Collins."
    "Something very much to the purpose of course. He begins with congratulations on the approaching nuptials of my eldest daughter, of which, it seems, he has been told by some of the good-natured, gossiping Lucases. I shall not sport with your impatience, by reading what he says on that point. What relates to yourself, is as follows: 'Having thus offered you the sincere congratulations of Mrs. Collins and myself on this happy event, let me now add a short hint on the subject of another; of which we have been advertised by the same authority. Your daughter Elizabeth, it is presumed, will not long bear the name of Bennet, after her elder sister has resigned it, and the chosen partner of her fate may be reasonably looked up to as one of the most illustrious personages in this land.'
    七十二行，庄稼为王。
    子曰：“譬如为山，未成一篑，止，吾止也；譬如平地，虽覆一篑，进，吾往也。”
    The young ladies went, and Lady Middleton was happily preserved from the frightful solitude which had threatened her. The insipidity of the meeting was exactly such as Elinor had expected; it produced not one novelty of thought or expression, and nothing could be less interesting than the whole of their discourse both in the dining parlour and drawing room: to the latter, the children accompanied them, and while they remained there, she was too well convinced of the impossibility of engaging Lucy's attention to attempt it. They quitted it only with the removal of the tea-things. The card-table was then placed, and Elinor began to wonder at herself for having ever entertained a hope of finding time for conversation at the park. They all rose up in preparation for a round game.
    "I am glad," said Lady Middleton to Lucy, "you are not going to finish poor little Annamaria's basket this evening; for I am sure it must hurt your eyes to work filigree by candlelight. And we will make the dear little love some amends for her disappointment to-morrow, and then I hope she will not much mind it."
    This hint was enough, Lucy recollected herself instantly and replied, "Indeed you are very much mistaken, Lady Middleton; I am only waiting to know whether you can make your party without me, or I should have been at my filigree already. I would not disappoint the little angel for all the world: and if you want me at the card-table now, I am resolved to finish the basket after supper."
    "You are very good, I hope it won't hurt your eyes--will you ring the bell for some working candles? My poor little girl would be sadly disappointed, I know, if the basket was not finished tomorrow, for though I told her it certainly would not, I am sure she depends upon having it done."
    天地不仁，以万物为刍狗；圣人不仁，以百姓为刍狗。天地之间，其犹橐龠乎？虚而不屈，动而愈出。多闻数穷，不如守中。
    《长干行》
    崔颢
    家临九江水，来去九江侧。
    同是长干人，生小不相识。
    身不宜忙，而忙于闲暇之时，亦可儆惕惰气；心不可放，而放于收摄之后，亦可鼓畅天机。
    《旅夜书怀》
    杜甫
    细草微风岸，危樯独夜舟。
    星垂平野阔，月涌大江流。
    名岂文章著，官应老病休，
    飘飘何所似，天地一沙鸥。
    In such employments as these they were interrupted soon after breakfast the next day by the entrance of their landlord, who called to welcome them to Barton, and to offer them every accommodation from his own house and garden in which theirs might at present be deficient. Sir John Middleton was a good looking man about forty. He had formerly visited at Stanhill, but it was too long for his young cousins to remember him. His countenance was thoroughly good-humoured; and his manners were as friendly as the style of his letter. Their arrival seemed to afford him real satisfaction, and their comfort to be an object of real solicitude to him. He said much of his earnest desire of their living in the most sociable terms with his family, and pressed them so cordially to dine at Barton Park every day till they were better settled at home, that, though his entreaties were carried to a point of perseverance beyond civility, they could not give offence. His kindness was not confined to words; for within an hour after he left them, a large basket full of garden stuff and fruit arrived from the park, which was followed before the end of the day by a present of game. He insisted, moreover, on conveying all their letters to and from the post for them, and would not be denied the satisfaction of sending them his newspaper every day.
    Lady Middleton had sent a very civil message by him, denoting her intention of waiting on Mrs. Dashwood as soon as she could be assured that her visit would be no inconvenience; and as this message was answered by an invitation equally polite, her ladyship was introduced to them the next day.
    墙外行人，墙里佳人笑。——苏轼《蝶恋花·春景》
    倚高才而玩世，背后须防射影之虫；饰厚貌以欺人，面前恐有照胆之镜。
    独坐幽篁里，弹琴复长啸。——王维《竹里馆》
    《落花》
    李商隐
    高阁客竟去，小园花乱飞。
    参差连曲陌，迢递送斜晖。
    肠断未忍扫，眼穿仍欲归。
    芳心向春尽，所得是沾衣。
    君子而诈善，无异小人之肆恶；君子而改节，不若小人之自新。
    《塞上》
    柳开
    鸣骹直上一千尺，天静无风声更干。
    碧眼胡儿三百骑，尽提金勒向云看。
    "Everyone therefore who hears these words of mine and does them, I will liken him to a wise man who built his house on a rock. The rain came down, the floods came, and the winds blew and beat on that house; and it didn't fall, for it was founded on the rock. Everyone who hears these words of mine and doesn't do them will be like a foolish man who built his house on the sand. The rain came down, the floods came, and the winds blew and beat on that house; and it fell—and its fall was great."
    When Jesus had finished saying these things, the multitudes were astonished at his teaching, for he taught them with authority, and not like the scribes.
    When he came down from the mountain, great multitudes followed him. Behold, a leper came to him and worshiped him, saying, "Lord, if you want to, you can make me clean."
    Jesus stretched out his hand and touched him, saying, "I want to. Be made clean."Immediately his leprosy was cleansed. Jesus said to him, "See that you tell nobody; but go, show yourself to the priest, and offer the gift that Moses commanded, as a testimony to them."
    When he came into Capernaum, a centurion came to him, asking him for help, saying, "Lord, my servant lies in the house paralyzed, grievously tormented."
    Jesus said to him, "I will come and heal him."
    The centurion answered, "Lord, I'm not worthy for you to come under my roof. Just say the word, and my servant will be healed. For I am also a man under authority, having under myself soldiers. I tell this one, 'Go,' and he goes; and tell another, 'Come,' and he comes; and tell my servant, 'Do this,' and he does it."
    伤心桥下春波绿，曾是惊鸿照影来。——陆游《沈园二首》
    "If I were as rich as Mr. Darcy," cried a young Lucas, who came with his sisters, "I should not care how proud I was. I would keep a pack of foxhounds, and drink a bottle of wine a day."
    "Then you would drink a great deal more than you ought," said Mrs. Bennet; "and if I were to see you at it, I should take away your bottle directly."
    The boy protested that she should not; she continued to declare that she would, and the argument ended only with the visit.
    The ladies of Longbourn soon waited on those of Netherfield. The visit was soon returned in due form. Miss Bennet's pleasing manners grew on the goodwill of Mrs. Hurst and Miss Bingley; and though the mother was found to be intolerable, and the younger sisters not worth speaking to, a wish of being better acquainted with them was expressed towards the two eldest. By Jane, this attention was received with the greatest pleasure, but Elizabeth still saw superciliousness in their treatment of everybody, hardly excepting even her sister, and could not like them; though their kindness to Jane, such as it was, had a value as arising in all probability from the influence of their brother's admiration. It was generally evident whenever they met, that he did admire her and to her it was equally evident that Jane was yielding to the preference which she had begun to entertain for him from the first, and was in a way to be very much in love; but she considered with pleasure that it was not likely to be discovered by the world in general, since Jane united, with great strength of feeling, a composure of temper and a uniform cheerfulness of manner which would guard her from the suspicions of the impertinent. She mentioned this to her friend Miss Lucas.
    《长干行》
    李白
    妾发初覆额，折花门前剧。
    郎骑竹马来，绕床弄青梅。
    同居长干里，两小无嫌猜。
    十四为君妇，羞颜未尝开。
    低头向暗壁，千唤不一回。
    十五始展眉，愿同尘与灰。
    常存抱柱信，岂上望夫台。
    十六君远行，瞿塘滟预堆。
    五月不可触，猿声天上哀。
    门前迟行迹，一一生绿苔。
    苔深不能扫，落叶秋风早。
    八月蝴蝶黄，双飞西园草。
    感此伤妾心，坐愁红颜老。
    早晚下三巴，预将书报家。
    相迎不道远，直至长风沙。
    He went up from there to Bethel. As he was going up by the way, some youths came out of the city and mocked him, and said to him, "Go up, you baldy! Go up, you baldy!" He looked behind him and saw them, and cursed them in Yahweh's name. Then two female bears came out of the woods and mauled forty-two of those youths. He went from there to Mount Carmel, and from there he returned to Samaria.
    Now Jehoram the son of Ahab began to reign over Israel in Samaria in the eighteenth year of Jehoshaphat king of Judah, and reigned twelve years. He did that which was evil in Yahweh's sight, but not like his father and like his mother, for he put away the pillar of Baal that his father had made. Nevertheless he held to the sins of Jeroboam the son of Nebat, with which he made Israel to sin. He didn't depart from them.
    Now Mesha king of Moab was a sheep breeder; and he supplied the king of Israel with one hundred thousand lambs and the wool of one hundred thousand rams. But when Ahab was dead, the king of Moab rebelled against the king of Israel. King Jehoram went out of Samaria at that time, and mustered all Israel. He went and sent to Jehoshaphat the king of Judah, saying, "The king of Moab has rebelled against me. Will you go with me against Moab to battle?"
    He said, "I will go up. I am as you are, my people as your people, my horses as your horses." Then he said, "Which way shall we go up?"
    Jehoram answered, "The way of the wilderness of Edom."
    So the king of Israel went with the king of Judah and the king of Edom, and they marched for seven days along a circuitous route. There was no water for the army or for the animals that followed them. The king of Israel said, "Alas! For Yahweh has called these three kings together to deliver them into the hand of Moab."
    人在福中不知福，船在水中不知流。
    居官有二语曰：“惟公则生明，惟廉则生威”。居家有二语曰：“惟恕则平情，惟俭则足用”。
    卮酒向人时，和气先倾倒。最要然然可可，万事称好。滑稽坐上，更对鸱夷笑。寒与热，总随人，甘国老。少年使酒，出口人嫌拗。此个和合道理，近日方晓。学人言语，未会十分巧。看他们，得人怜，秦吉了。——辛弃疾《千年调》
    非敢为佞也，疾固也。”
    樊迟请学稼，子曰：“吾不如老农。”请学为圃。曰：“吾不如老圃。”樊迟出。子曰：“小人哉，樊须也！上好礼，则民莫敢不敬；上好义，则民莫敢不服；上好信，则民莫敢不用情。夫如是，则四方之民襁负其子而至矣，焉用稼？”——《论语》
    何人半夜推山去？四面浮云猜是汝。常时相对两三峰，走遍溪头无觅处。西风瞥起云横渡，忽见东南天一柱。老僧拍手笑相夸，且喜青山依旧住。——辛弃疾《玉楼春》
    """#
}
